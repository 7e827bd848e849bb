import FoundationEssentials
import Testing

/// Taking orders in, as a tester does and sees it.
@Suite struct IntakeFeatureTests {
  private struct Event: Decodable { let stream: String, type: String }
  private struct Order: Decodable {
    let no: String, process: String, channel: String?, unit: String?, state: String, category: String?, openedAt: String
  }
  private struct Answer: Decodable {
    let item: Int, outcome: String, no: String?, unit: String?, similar: [String], problem: String?
  }
  private struct Number: Decodable { let role: String, number: String, name: String? }

  /// One office for those who do not count all orders.
  private static let shared = Task { try await Office.onTestServer() }

  private func orders(_ office: Office, _ arguments: String...) async throws -> [Order] {
    try await office.expect(0, ["order", "list", "--format", "ndjson"] + arguments).ndjson(Order.self)
  }

  /// Opens an order, and returns its number.
  private func open(_ office: Office, _ arguments: String...) async throws -> String {
    let events = try await office.expect(0, ["order", "open", "--format", "ndjson"] + arguments).ndjson(Event.self)
    let stream = try #require(events.first { $0.type.hasPrefix("order.opened") }?.stream)
    return String(stream.dropFirst("order-".count))
  }

  @Test("M-TKT-01: complaint, report, criticism, suggestion and note are recorded")
  func kindsOfOrders() async throws {
    let office = try await Office.onTestServer()
    let kinds = ["complaint", "report", "criticism", "suggestion"]
    for kind in kinds {
      _ = try await open(
        office, "--process", kind, "--title", "样例", "--category", "roads", "--text", "a", "--unit", "roads")
    }
    let all = try await orders(office)
    #expect(all.map(\.process) == kinds && all.allSatisfy { $0.channel == "phone" })
    try await office.expect(0, "order", "note", all[0].no, "来电人补充")
    #expect(try await office.expect(0, "order", "history", all[0].no).stdout.contains("order.noted"))
    // All that is missing is named at once; nothing is asked where nobody sits.
    let missing = try await office.expect(2, "order", "open", "--process", "repair", "--set", "bought-on=gestern")
    #expect(missing.stderr.contains("--title --address") && missing.stderr.contains("bought-on"))
    #expect(try await office.expect(2, "order", "open").stderr.contains("--process"))
  }

  @Test("M-TKT-03: an item of each channel enters the same process")
  func channels() async throws {
    let office = try await Office.onTestServer()
    try await office.expect(0, "order", "open", "--process", "complaint", "--title", "a", "--channel", "phone")
    let letter = try office.write("Dear office", to: "letter.txt")
    try await office.with(["HOTLINE_FILES": "\(office.folder)/files"]).expect(
      0, "order", "open", "--process", "complaint", "--title", "b", "--letter", letter)
    let rest = ["fax", "mail", "web", "recording"].map { channel in
      #"{"process":"complaint","title":"c","channel":"\#(channel)","mail":"x@example.org"}"#
    }
    let file = try office.write(rest.joined(separator: "\n"), to: "rest.ndjson")
    let answers = try await office.expect(0, "order", "open", "--json", file, "--format", "json").json([Answer].self)
    #expect(answers.map(\.outcome) == ["opened", "opened", "opened", "opened"])
    let all = try await orders(office)
    #expect(all.map(\.channel) == ["phone", "letter", "fax", "mail", "web", "recording"])
    #expect(Set(all.map(\.process)) == ["complaint"] && Set(all.map(\.state)) == ["new"])
    #expect(all.allSatisfy { !$0.openedAt.isEmpty })
    let count = try await office.expect(0, "order", "count", "--by", "channel", "--format", "ndjson").lines.count
    #expect(count == 6)
    let strange = try await office.expect(
      2, "order", "open", "--process", "complaint", "--title", "x", "--channel", "pigeon")
    #expect(strange.stderr.contains("letter, fax"))
  }

  @Test("M-TKT-12: one intake, one series of numbers and one list; each unit works its part")
  func oneIntakeManyUnits() async throws {
    let office = try await Office.onTestServer()
    var numbers: [Int] = []
    for (channel, unit) in [("phone", "water"), ("mail", "roads"), ("fax", "water")] {
      let no = try await open(
        office, "--process", "complaint", "--title", channel, "--channel", channel, "--unit", unit, "--dispatch")
      numbers.append(try #require(Int(no)) / 10)
    }
    #expect(numbers == [numbers[0], numbers[0] + 1, numbers[0] + 2])
    let all = try await orders(office)
    #expect(all.map(\.channel) == ["phone", "mail", "fax"] && all.map(\.state) == ["sent", "sent", "sent"])
    #expect(try await orders(office, "--unit", "water").map(\.channel) == ["phone", "fax"])
    try await office.expect(0, "order", "act", all[0].no, "sign")
    #expect(try await orders(office, "--unit", "water").map(\.state) == ["working", "sent"])
    #expect(try await orders(office, "--unit", "roads").map(\.state) == ["sent"])
  }

  @Test("M-TKT-19: a voice message becomes a classified order with its recording")
  func voiceMessage() async throws {
    let office = try await Self.shared.value
    let files = office.with(["HOTLINE_FILES": "\(office.folder)/files"])
    let sound = try office.write("RIFF....WAVE", to: "message.wav")
    let no = try await open(
      files, "--process", "complaint", "--title", "夜间噪声", "--category", "noise", "--recording", sound)
    let order = try #require(try await orders(office, "--channel", "recording").first { $0.no == no })
    #expect(order.category == "noise")
    let listed = try await files.expect(0, "order", "files", no).stdout
    #expect(listed.contains("message.wav") && listed.contains("recording"))
    try await files.expect(2, "order", "open", "--process", "complaint", "--title", "x", "--recording", "none.wav")
  }

  @Test("M-DESK-06: the numbers of the department and of the inquirer stand at the order")
  func numbersToDial() async throws {
    let office = try await Office.onTestServer()
    try await office.expect(0, "unit", "add", "city")
    try await office.expect(0, "unit", "add", "archive", "--parent", "city", "--name", "档案科", "--phone", "021-55550111")
    let no = try await open(
      office, "--process", "consult", "--title", "何时开放", "--phone", "13900020001", "--name", "样例咨询人", "--unit",
      "archive")
    try await office.expect(0, "order", "act", no, "postpone", "--set", "reply-phone=139-0002-0002")
    let numbers = try await office.expect(0, "order", "contacts", no, "--format", "json").json([Number].self)
    #expect(numbers.map(\.number) == ["+8613900020002", "+8613900020001", "+862155550111"])
    #expect(numbers.map(\.role) == ["inquirer", "inquirer", "department"] && numbers.last?.name == "档案科")
    #expect(try await office.expect(0, "order", "contacts", "--phone", "13900020001").stdout.contains("样例咨询人"))
  }

  @Test func whatMayBeTheSameIsToldAndAddedTo() async throws {
    let office = try await Self.shared.value
    let first = try await open(
      office, "--process", "complaint", "--title", "漏水", "--category", "water", "--phone", "13900020003", "--address",
      "样例路 8 号")
    let again = ["order", "open", "--process", "complaint", "--title", "又漏水", "--category", "water"]
    // Of the same caller, and of the same place whoever calls.
    #expect(try await office.expect(0, again + ["--phone", "13900020003", "--dry-run"]).stderr.contains(first))
    #expect(try await office.expect(5, again + ["--address", "样例路8号", "--refuse-duplicates"]).stderr.contains(first))
    #expect(!(try await office.expect(0, again + ["--address", "样例路9号", "--dry-run"]).stderr.contains(first)))
    try await office.expect(0, "order", "open", "--append-to", first, "--text", "还在漏")
    let history = try await office.expect(0, "order", "history", first).stdout
    #expect(history.contains("order.repeat-reported") && history.contains("还在漏"))
    // One that was finished long ago is none.
    try await office.expect(0, "order", "act", first, "cancel", "--set", "reason=修好了")
    #expect(
      !(try await office.expect(0, again + ["--phone", "13900020003", "--dry-run"]).stderr.contains("may be about")))
  }

  @Test func aNameThatTheBookHasOtherwiseIsNotLost() async throws {
    let office = try await Self.shared.value
    let open = ["order", "open", "--process", "request", "--title", "Lamp", "--phone", "13900020004", "--name"]
    try await office.expect(0, open + ["样例旧名"])
    let kept = try await office.expect(0, open + ["样例新名"])
    #expect(kept.stderr.contains("样例旧名") && kept.stderr.contains("party correct") && kept.stdout.contains("样例新名"))
    func names() async throws -> [String?] {
      struct Person: Decodable { let name: String? }
      return try await office.expect(0, "party", "find", "13900020004", "--format", "ndjson").ndjson(Person.self).map(
        \.name)
    }
    #expect(try await names() == ["样例旧名"])
    try await office.expect(0, open + ["样例新名", "--other-name", "correct"])
    #expect(try await names() == ["样例新名"])
    try await office.expect(0, open + ["样例家人", "--other-name", "another"])
    #expect(Set(try await names()) == ["样例新名", "样例家人"])
    // What stands on the order goes with the person, too.
    struct Person: Decodable { let id: String, name: String? }
    let person = try #require(
      try await office.expect(0, "party", "find", "13900020004", "--format", "ndjson").ndjson(Person.self).first {
        $0.name == "样例新名"
      })
    try await office.expect(0, "party", "forget", person.id, "--reason", "erasure-request", "--even-open", "--yes")
    let log = try await office.expect(0, "event", "list", "--format", "ndjson").stdout
    for word in ["样例旧名", "样例新名"] { #expect(!log.contains(word), "\(word)") }
    #expect(log.contains("样例家人"))
  }

  @Test func eachOrderOfAFileIsTakenForItself() async throws {
    let office = try await Self.shared.value
    let file = try office.write(
      """
      {"process":"request","title":"Kerb","phone":"13900020005","priority":"high","form":{}}

      {"process":"request","priority":"soon","title":"x"}
      {"process":"repair","title":"Boiler","address":"样例路 1 号","form":{"warranty":true,"bought-on":"2026年1月2日"}}
      {"titel":"slip"}
      """, to: "orders.ndjson")
    let ended = try await office.expect(3, "order", "open", "--json", file, "--format", "json")
    let answers = try ended.json([Answer].self)
    #expect(answers.map(\.outcome) == ["opened", "refused", "opened", "refused"])
    let table = try await office.expect(3, "order", "open", "--json", file, "--dry-run", "--lang", "en")
    #expect(table.stderr.contains("items read: 4") && table.stderr.contains("2 opened, 2 refused"), "\(table.stderr)")
    #expect(answers[1].problem?.contains("line 3") == true && answers[1].problem?.contains("urgent") == true)
    #expect(answers[3].problem?.contains("titel") == true)
    let repair = try #require(answers[2].no)
    #expect(try await office.expect(0, "order", "history", repair).stdout.contains(#""bought-on":"2026-01-02""#))
    #expect(
      try await office.expect(2, "order", "open", "--json", try office.write("no", to: "no.json")).stderr.contains(
        "JSON"))
  }

  @Test func aTerminalIsAskedForWhatIsMissing() async throws {
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/script") else { return }
    let office = try await Office.onTestServer()
    // By number of the list, by name, back, a value that does not fit, passed over, in Chinese.
    let all = try await office.typing(
      [
        "报修", "13900020006", "<", "13900020006", "样例住户", "", "暖气不热", "样例路 2 号", "", "B-20", "", "", "是", "昨天",
        "2026-01-02", "", "1",
      ],
      to: "order open --lang zh --no-color")
    #expect(all.status == 0, "\(all.stdout)")
    #expect(all.stdout.contains("来电号码") && all.stdout.contains("购买日期") && all.stdout.contains("不是日期"))
    let order = try #require(try await orders(office).first { $0.process == "repair" })
    let history = try await office.expect(0, "order", "history", order.no).stdout
    #expect(history.contains("暖气不热") && history.contains(#""bought-on":"2026-01-02""#))
    #expect(try await office.expect(0, "party", "find", "13900020006").stdout.contains("样例住户"))
    // Only what is missing is asked; an order that may be the same is offered.
    let again = try await office.typing(
      ["还是不热", "1"], to: "order open --process repair --phone 13900020006 --address x --no-color")
    #expect(again.status == 0 && again.stdout.contains("add to which?"), "\(again.stdout)")
    #expect(try await office.expect(0, "order", "history", order.no).stdout.contains("order.repeat-reported"))
    let head = try await office.head()
    let given = try await office.typing(["q"], to: "order open --process repair --no-color")
    #expect(given.status == 1 && given.stdout.contains("nothing was opened"))
    #expect(try await office.head() == head)
  }
}

extension Office {
  /// Runs a command on a terminal, where somebody types lines.
  fileprivate func typing(_ lines: [String], to command: String) async throws -> Hotline.Ended {
    let typed = try write(lines.joined(separator: "\n") + "\n", to: "typed-\(lines.count)")
    let line = "cat \(typed) | script -qec '\(Hotline.path) \(command)' /dev/null"
    return try await Hotline.run(["-c", line], program: "/bin/bash", environment: environment, directory: folder)
  }
}
