import FoundationEssentials
import Spreadsheets
import Testing

/// Looking people up, telling them what is held about them, forgetting them: as a data-protection officer does it.
@Suite struct PartyTests {
  private struct Person: Decodable {
    let id: String, name: String?, numbers: String?, orders: Int, forgottenAt: String?
  }
  private struct Part: Decodable { let kind: String, type: String, streams: Int, events: Int }
  private struct Dossier: Decodable {
    struct Event: Decodable { let position: Int, type: String, personal: [String: Words]?, erased: Bool }
    struct Card: Decodable { let name: String? }
    /// Whatever stands in a field.
    struct Words: Decodable { init(from decoder: any Decoder) throws {} }
    let subject: String
    let card: Card?
    let events: [Event]
  }

  @Test func aPersonIsFoundToldAndForgotten() async throws {
    let office = try await Office.onTestServer()
    try await office.expect(3, .importing(try office.take("outreach-list.xlsx")))
    try await office.expect(
      0, "order", "open", "--process", "request", "--title", "Lamp at <No. 7> & \"gate\"", "--phone", "13900009876",
      "--name", "样例来电")
    let found = try await office.expect(0, "party", "list", "--search", "样例来电", "--format", "ndjson").ndjson(
      Person.self)
    let person = try #require(found.first)
    #expect(found.count == 1 && person.numbers == "+8613900009876" && person.orders == 1)
    let card = try await office.expect(0, "party", "show", "13900009876").stdout
    #expect(card.contains(person.id) && !card.contains("[\""), "\(card)")

    // Told.
    let dossier = try await office.expect(0, "party", "export", "13900009876", "--format", "json").json(Dossier.self)
    #expect(dossier.subject == "party-\(person.id)" && dossier.card?.name == "样例来电")
    #expect(dossier.events.map(\.type) == ["party.registered.v1", "order.opened.v1"])
    #expect(dossier.events.allSatisfy { $0.personal != nil })
    try await office.expect(0, "party", "export", "13900009876", "-o", "dossier.html")
    let page = try String(decoding: Data(contentsOf: URL(filePath: "\(office.folder)/dossier.html")), as: UTF8.self)
    #expect(page.contains("样例来电") && page.contains("Lamp at &lt;No. 7&gt; &amp; &quot;gate&quot;"))
    let text = try await office.expect(0, "party", "export", "13900009876", "--lang", "zh").stdout
    #expect(text.contains("姓名") && text.contains("样例来电") && text.contains("+8613900009876"))
    #expect(try await office.expect(2, "party", "export", "13900009876", "-o", "x.pdf").stderr.contains(".html"))

    // Shown first, and refused while somebody still has to call back.
    let head = try await office.head()
    let forget = ["party", "forget", person.id, "--reason", "erasure-request", "--reference", "DSR-2026/17"]
    let shown = try await office.expect(0, forget + ["--dry-run", "--format", "ndjson"])
    #expect(try shown.ndjson(Part.self).map(\.type) == ["order.opened.v1", "party.registered.v1"])
    #expect(shown.stderr.contains("still open"))
    #expect(try await office.expect(5, forget + ["--yes"]).stderr.contains("--even-open"))
    #expect(try await office.expect(2, forget + ["--even-open"]).stderr.contains("--yes"))
    #expect(try await office.expect(2, forget + ["--reason", "because"]).stderr.contains("because"))
    #expect(
      try await office.expect(2, "party", "forget", person.id, "--reason", "unlawful", "--reference", "Mr Sample")
        .stderr.contains("number of a case"))
    #expect(try await office.head() == head)

    // Forgotten.
    let gone = try await office.expect(0, forget + ["--even-open", "--yes", "--format", "ndjson"])
    #expect(try gone.ndjson(Part.self).reduce(0) { $0 + $1.events } == 2)
    #expect(!gone.stderr.contains("VACUUM"))
    #expect(try await office.head() == head + 1)
    let again = try await office.expect(0, forget + ["--yes"])
    #expect(again.stderr.contains("forgotten already") && again.stderr.contains("DSR-2026/17"))
    #expect(try await office.head() == head + 1)
    let everything =
      try await office.expect(0, "event", "list", "--format", "ndjson").stdout
      + office.expect(0, "party", "list", "--format", "ndjson").stdout + office.board()
      + office.expect(0, "party", "export", person.id).stdout
    try await office.expect(0, "log", "verify")
    for word in ["样例来电", "13900009876", "Lamp at"] { #expect(!everything.contains(word), "\(word)") }
    #expect(
      try await office.expect(0, "party", "show", person.id, "--format", "json").json(Person.self).forgottenAt != nil)
    #expect(try await office.expect(1, "party", "show", "13900009876").stderr.contains("party list --search"))
  }

  @Test func aRebuildSaysWhatItGoesOnWithout() async throws {
    let office = try await Office.onTestServer()
    try await office.expect(0, "order", "open", "--process", "request", "--title", "Lamp", "--phone", "13900009876")
    #expect(try await office.expect(0, "projection", "rebuild", "parties").stderr.contains("parked") == false)
    try await office.tamper(
      "update log.events set data = '{}' where position in "
        + "(select position from log.event_list where type = 'party.registered')")
    let told = try await office.expect(0, "projection", "rebuild", "parties")
    #expect(told.stderr.contains("1 event is parked") && told.stderr.contains("projection parked parties"))
    let parked = try await office.expect(0, "projection", "parked", "parties").stdout
    #expect(parked.contains("`kind`") && !parked.contains("DecodingError"), "\(parked)")
    let stopped = try await office.tampered("order.opened")
    #expect(stopped.contains("hotline log verify"), "\(stopped)")
  }

  @Test func whatIsForgottenIsCounted() async throws {
    let office = try await Office.onTestServer()
    for title in ["Lamp", "Kerb"] {
      try await office.expect(0, "order", "open", "--process", "request", "--title", title, "--phone", "13900009876")
    }
    let forget = ["party", "forget", "13900009876", "--reason", "unlawful", "--even-open"]
    #expect(try await office.expect(0, forget + ["--dry-run"]).stderr.contains("3 events hold"))
    #expect(try await office.expect(0, forget + ["--yes"]).stderr.contains("forgotten in 3 events"))
  }

  @Test func aTerminalIsAsked() async throws {
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/script") else { return }
    let office = try await Office.onTestServer()
    try await office.expect(0, "order", "open", "--process", "request", "--title", "Lamp", "--phone", "13900009876")
    let forget = "party forget 13900009876 --reason unlawful --even-open --no-color"
    let no = try await office.answering("no", to: forget)
    #expect(no.status == 1 && no.stdout.contains("Nothing was erased"))
    #expect(try await office.expect(0, "party", "list").stdout.contains("13900009876"))
    let yes = try await office.answering("yes", to: forget)
    #expect(yes.status == 0 && yes.stdout.contains("recorded at position"), "\(yes.stdout)")
    #expect(!(try await office.expect(0, "party", "list").stdout.contains("13900009876")))
  }

  @Test func theLogIsSearchedAndPrinted() async throws {
    let office = try await Office.onTestServer()
    let other = office.with(["HOTLINE_USER": "clerk.li"])
    try await office.expect(0, "order", "open", "--process", "request", "--title", "One")
    try await other.expect(0, "order", "open", "--process", "request", "--title", "Two")
    struct Line: Decodable { let actor: String, type: String }
    func find(_ arguments: String...) async throws -> [Line] {
      try await office.expect(0, ["event", "list", "--format", "ndjson"] + arguments).ndjson(Line.self)
    }
    #expect(Set(try await find("--by", "clerk.li").map(\.actor)) == ["clerk.li"])
    #expect(try await find("--type", "order").map(\.type) == ["order.opened.v1", "order.opened.v1"])
    #expect(try await find("--type", "order.opened", "--by", "clerk.li").count == 1)
    #expect(try await find("--from", "-1h", "--type", "order").count == 2)
    #expect(try await find("--to", "-1h").isEmpty)
    let slip = try await office.expect(0, "event", "list", "--type", "order.opend")
    #expect(slip.stderr.contains("order.opened") && slip.stdout.isEmpty)
    #expect(try await office.expect(2, "event", "list", "--from", "now", "--to", "-1h").stderr.contains("--to"))
    try await office.expect(0, "event", "list", "--by", "clerk.li", "-o", "log.xlsx")
    var rows: [String] = []
    _ = try TableFile.open("\(office.folder)/log.xlsx", encoding: nil).readRows(of: 0) { row in
      rows.append(row.cells.map(\.shown).joined(separator: " "))
      return true
    }
    #expect(rows.contains { $0.contains("by clerk.li") } && rows.contains { $0.contains("order.opened.v1") })
  }

  @Test func aMatterIsTracedForPeopleAndPrograms() async throws {
    let office = try await Office.onTestServer()
    try await office.expect(3, .importing(try office.take("outreach-list.xlsx")))
    try await office.expect(0, "remind", "run", "--ahead-of-time", "--as-of", "+30d")
    let tree = try await office.expect(0, "trace", "10000012", "--lang", "zh")
    for word in ["导入开始", "登记人员", "工单登记", "导入完成", "提醒触发", "order-10000012"] {
      #expect(tree.stdout.contains(word), "\(word)")
    }
    #expect(!tree.stdout.contains("样例") || tree.stdout.contains("回访名单"), "no names")
    struct Line: Decodable { let step: Int, depth: Int, position: Int, type: String }
    let lines = try await office.expect(0, "trace", "10000012", "--format", "ndjson").ndjson(Line.self)
    #expect(lines.map(\.type).contains("order.rule-fired.v1") && lines.map(\.step) == lines.map(\.step).sorted())
    #expect(try await office.expect(1, "trace", "nope").stderr.contains("event list"))
    try await office.expect(0, "trace", "10000012", "-o", "trace.xlsx")
  }
}

extension Office {
  /// Runs a command on a terminal, where somebody types an answer.
  fileprivate func answering(_ answer: String, to command: String) async throws -> Hotline.Ended {
    let line = "echo \(answer) | script -qec '\(Hotline.path) \(command)' /dev/null"
    return try await Hotline.run(["-c", line], program: "/bin/bash", environment: environment, directory: folder)
  }
}

extension Office {
  /// What the board says of an event whose content was taken away.
  fileprivate func tampered(_ type: String) async throws -> String {
    try await tamper(
      "update log.events set data = '{}' where position in "
        + "(select position from log.event_list where type = '\(type)')")
    return try await expect(1, "projection", "rebuild", "order-board").stderr
  }
}
