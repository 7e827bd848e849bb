import FoundationEssentials
import Synchronization
import Testing

/// The dispatcher's view, as a tester does and sees it.
@Suite struct ViewsFeatureTests {
  /// A governed city with two counties: `wang` dispatches for all of it, `li` works in the east's repairs, `zhao` approves
  /// and supervises in the east, `sun` works in the west.
  private struct Town: Sendable {
    let office: Office

    func `as`(_ code: String) -> Office { office.with(["HOTLINE_USER": code]) }

    /// Opens a complaint and gives its number.
    func complaint(
      _ title: String, by code: String = "wang", unit: String? = nil, openedAt: String = "now"
    ) async throws -> String {
      let opened = try await self.as(code).expect(
        0,
        ["order", "open", "--process", "complaint", "--title", title, "--category", "water", "--format", "ndjson"]
          + ["--opened-at", openedAt] + (unit.map { ["--unit", $0] } ?? [])
      ).ndjson(EventAnswer.self)
      let stream = try #require(opened.first { $0.type.hasPrefix("order.opened") }?.stream)
      return String(stream.dropFirst("order-".count))
    }

    func act(_ no: String, _ arguments: String..., by code: String) async throws {
      try await self.as(code).expect(0, ["order", "act", no] + arguments)
    }

    /// From intake to the review of a unit's work.
    func workedOn(_ title: String) async throws -> String {
      let no = try await complaint(title)
      try await act(no, "dispatch", "--unit", "east.repairs", by: "wang")
      try await act(no, "sign", by: "li")
      try await self.as("wang").expect(0, "order", "assign", no, "--unit", "east.repairs", "--staff", "li")
      try await act(no, "finish", "--set", "result=阀门已更换", by: "li")
      return no
    }
  }

  private struct EventAnswer: Decodable {
    let type, stream: String
    let data: Data?
    struct Data: Decodable { let to: String? }
  }

  private static let town = Task { () -> Town in
    let office = try await Office.onTestServer()
    try await office.expect(0, "unit", "add", "city", "--name", "市政热线中心")
    try await office.expect(0, "unit", "add", "desk", "--parent", "city")
    for county in ["east", "west"] {
      try await office.expect(0, "unit", "add", county, "--parent", "city")
      try await office.expect(0, "unit", "add", "\(county).repairs", "--parent", county)
    }
    for (code, unit, roles) in [
      ("wang", "city", ["dispatcher", "agent"]), ("li", "east.repairs", ["unit"]),
      ("zhao", "east", ["approver", "supervisor"]), ("sun", "west.repairs", ["unit"]),
    ] {
      try await office.expect(
        0, ["person", "join", code, "--unit", unit, "--name", "样例"] + roles.flatMap { ["--role", $0] })
    }
    try await office.expect(0, "person", "join", "chief", "--unit", "city", "--role", "admin", "--name", "样主任")
    return Town(office: office)
  }

  private struct TodoAnswer: Decodable {
    let no, actions: String
  }

  @Test("M-FLOW-04: my to-do list is the orders whose step is my post's, and moves on with them")
  func myToDoList() async throws {
    let town = try await Self.town.value
    func whose(_ no: String) async throws -> [String] {
      var people: [String] = []
      for code in ["li", "sun", "wang", "zhao"] {
        let todo = try await town.as(code).expect(0, "order", "todo", "--format", "ndjson").ndjson(TodoAnswer.self)
        if todo.contains(where: { $0.no == no }) { people.append(code) }
      }
      return people
    }
    let no = try await town.complaint("待办流转")
    #expect(try await whose(no) == ["wang"])
    try await town.act(no, "dispatch", "--unit", "east.repairs", by: "wang")
    #expect(try await whose(no) == ["li"])
    let mine = try await town.as("li").expect(0, "order", "todo", "--format", "ndjson").ndjson(TodoAnswer.self)
    #expect(mine.first { $0.no == no }?.actions == "sign return")
    try await town.act(no, "sign", by: "li")
    #expect(try await whose(no) == ["li"])
    try await town.act(no, "finish", "--set", "result=已修", by: "li")
    #expect(try await whose(no) == ["zhao"])
    try await town.act(no, "approve", by: "zhao")
    #expect(try await whose(no) == ["wang"])
  }

  private struct AgendaAnswer: Decodable {
    let view, no: String
    let at: String?
  }

  @Test("M-FLOW-06: four views from one store; reassigning moves tasks, finished ones stay findable; iCalendar")
  func personalCalendar() async throws {
    let town = try await Self.town.value
    let wang = town.as("wang")
    func agenda(_ code: String) async throws -> [AgendaAnswer] {
      try await town.as(code).expect(0, "agenda", "--format", "ndjson").ndjson(AgendaAnswer.self)
    }
    let done = try await town.workedOn("已办的事")
    try await town.act(done, "approve", by: "zhao")
    let task = try await town.complaint("在办的事", unit: "east.repairs")
    try await wang.expect(0, "order", "assign", task, "--unit", "east.repairs", "--staff", "li")
    try await wang.expect(0, "order", "remind", task, "--at", "+2h")
    let mine = try await agenda("li")
    #expect(mine.contains { $0.view == "done" && $0.no == done })
    #expect(mine.contains { $0.view == "task" && $0.no == task })
    #expect(mine.contains { $0.view == "event" && $0.no == task })
    // The callback that the approval makes begins on the next working day: a plan of whoever gets it.
    let callbacks = try await wang.expect(
      0, "order", "list", "--parent", done, "--process", "callback", "--format", "ndjson"
    ).ndjson(OrderAnswer.self)
    let callback = try #require(callbacks.first?.no)
    try await wang.expect(0, "order", "assign", callback, "--unit", "city", "--staff", "wang")
    #expect(try await agenda("wang").contains { $0.view == "plan" && $0.no == callback })
    // Given to somebody else, it is on their calendar, and the reminder with it.
    try await wang.expect(0, "order", "assign", task, "--unit", "west.repairs", "--staff", "sun")
    #expect(try await !agenda("li").contains { $0.no == task })
    #expect(Set(try await agenda("sun").filter { $0.no == task }.map(\.view)).isSuperset(of: ["task", "event"]))
    #expect(try await agenda("li").contains { $0.view == "done" && $0.no == done })

    let calendar = try await town.as("sun").expect(0, "agenda", "--ics", "-").stdout
    let lines = calendar.split(separator: "\r\n", omittingEmptySubsequences: false)
    #expect(lines.first == "BEGIN:VCALENDAR" && calendar.hasSuffix("END:VCALENDAR\r\n"))
    #expect(lines.allSatisfy { $0.utf8.count <= 75 } as Bool)
    #expect(lines.contains { $0 == "UID:order-\(task)@hotline" } as Bool)
    #expect(try await town.as("sun").expect(0, "agenda", "--ics", "-").stdout.contains("UID:order-\(task)@hotline"))
  }

  private struct WorkAnswer: Decodable {
    let time, result, no: String
    let unit, staff: String?
  }

  @Test("M-FLOW-07: a manager sees what everybody below did, does and will do, and nobody else's")
  func supervision() async throws {
    let town = try await Self.town.value
    let did = try await town.workedOn("监督一")
    try await town.act(did, "approve", by: "zhao")
    let does = try await town.complaint("监督二", unit: "east.repairs")
    try await town.as("wang").expect(0, "order", "assign", does, "--unit", "east.repairs", "--staff", "li")
    let elsewhere = try await town.complaint("监督三", unit: "west.repairs")
    let callback = try #require(
      try await town.as("wang").expect(0, "order", "list", "--parent", did, "--format", "ndjson").ndjson(
        OrderAnswer.self
      ).first?.no)
    try await town.as("wang").expect(0, "order", "assign", callback, "--unit", "east.repairs", "--staff", "li")
    let seen = try await town.as("zhao").expect(0, "order", "supervise", "--list", "--format", "ndjson").ndjson(
      WorkAnswer.self)
    #expect(seen.first { $0.no == did }.map { [$0.time, $0.result, $0.staff ?? ""] } == ["did", "on-time", "li"])
    #expect(seen.first { $0.no == does }.map { [$0.time, $0.result] } == ["does", "open"])
    #expect(seen.first { $0.no == callback }?.time == "will")
    #expect(!seen.contains { $0.no == elsewhere })
    #expect(seen.allSatisfy { $0.unit?.hasPrefix("east") ?? false } as Bool)
    let table = try await town.as("zhao").expect(0, "order", "supervise", "--format", "csv").stdout
    #expect(table.contains("\neast.repairs,li,"))
    #expect(try await town.as("li").expect(0, "order", "supervise", "--unit", "west", "--list").stdout.isEmpty)
  }

  @Test("M-TKT-04: the sheet is printed, the repair signed for and entered back, and only then filed")
  func printSignFile() async throws {
    let office = try await Office.onTestServer()
    try await office.expect(
      0, "order", "open", "--process", "repair", "--title", "暖气不热", "--address", "中山路12号", "--phone", "13900001234",
      "--name", "样例", "--unit", "heating")
    let no = try #require(
      try await office.expect(0, "order", "list", "--process", "repair", "--format", "ndjson").ndjson(OrderAnswer.self)
        .first?.no)
    for step in [["dispatch", "--unit", "heating"], ["sign"], ["visit", "--set", "technician=07"]] {
      try await office.expect(0, ["order", "act", no] + step)
    }
    try await office.expect(0, "order", "print", no, "--lang", "zh", "-o", "sheet.html")
    let page = try String(contentsOf: URL(filePath: "\(office.folder)/sheet.html"), encoding: .utf8)
    for word in ["@page", "暖气不热", "中山路12号", "样例", no, "<svg", "签字", "上门"] { #expect(page.contains(word), "\(word)") }
    #expect(!page.contains("http://") || page.contains("www.w3.org/2000/svg"))
    let bare = try await office.expect(0, "order", "print", no, "--no-personal").stdout
    for word in ["暖气不热", "中山路", "样例", "13900001234"] { #expect(!bare.contains(word), "\(word)") }
    #expect(bare.contains(no))
    // Not signed, not filed.
    let early = try await office.expect(5, "order", "act", no, "close")
    #expect(early.stderr.contains("close"))
    #expect(try await office.expect(2, "order", "act", no, "finish", "--set", "result=已修").stderr.contains("signed-by"))
    try await office.expect(
      0, "order", "act", no, "finish", "--set", "result=已修", "--set", "signed-by=样例", "--set", "signed-on=2026-11-20")
    try await office.expect(0, "order", "act", no, "close")
    // Filed is read-only, but for notes.
    try await office.expect(5, "order", "edit", no, "--title", "别的")
    try await office.expect(5, "order", "act", no, "progress", "--set", "note=x")
    try await office.expect(0, "order", "note", no, "用户来电致谢")
    #expect(try await office.expect(0, "order", "print", no, "--lang", "zh").stdout.contains("已归档"))
  }

  @Test("M-TKT-05: found by name of the matter, number and date while on the call; a change keeps the old value")
  func trackAndChange() async throws {
    let town = try await Self.town.value
    let wang = town.as("wang")
    let no = try await town.complaint("幸福里三单元漏水", unit: "east.repairs")
    for search in [["漏水"], ["幸福里", "--kind", "open"], ["三单元漏", "--opened-from", "-1d", "--unit", "east"]] {
      let found = try await wang.expect(0, ["order", "search"] + search + ["--format", "ndjson"]).ndjson(Found.self)
      #expect(found.first { $0.no == no }?.excerpt?.contains("漏水") == true, "\(search)")
    }
    #expect(
      try await wang.expect(0, "order", "search", "漏水", "--opened-to", "-1d", "--format", "ndjson").stdout.isEmpty)
    struct Shown: Decodable { let no, state, unit, dueAt: String }
    let shown = try await wang.expect(0, "order", "show", no, "--format", "json").json(Shown.self)
    #expect(shown.state == "new" && shown.unit == "east.repairs" && !shown.dueAt.isEmpty)
    try await town.act(no, "dispatch", "--unit", "east.repairs", by: "wang")
    try await town.act(no, "sign", by: "li")
    try await town.as("chief").expect(0, "order", "edit", no, "--title", "幸福里四单元漏水", "--reason", "听错")
    let history = try await wang.expect(0, "order", "history", no, "--format", "ndjson").stdout
    #expect(history.contains("三单元") && history.contains("四单元") && history.contains("order.edited"))
    #expect(try await wang.board().contains("幸福里四单元漏水"))
    // Both are found.
    for words in ["三单元漏水", "四单元漏水"] {
      let found = try await wang.expect(0, "order", "search", words, "--format", "ndjson").ndjson(Found.self)
      #expect(found.contains { $0.no == no }, "\(words)")
    }
  }

  private struct Found: Decodable {
    let no: String
    let excerpt: String?
  }

  @Test("M-TKT-11: a letter from a template with the order's data, numbered and stored")
  func officialLetters() async throws {
    let server = try await Office.onTestServer()
    let office = server.with(["HOTLINE_FILES": "\(server.folder)/files"])
    try await office.expect(
      0, "order", "open", "--process", "complaint", "--title", "路灯不亮", "--phone", "13900001234", "--name", "样例")
    let no = try #require(
      try await office.expect(0, "order", "list", "--format", "ndjson").ndjson(OrderAnswer.self).first?.no)
    let broken = try office.write(
      "template: reply\nnumber: 函{year}\ntitle: 关于{{order.titel}}\nbody: x\n", to: "broken.yaml")
    let refused = try await office.expect(2, "template", "publish", broken)
    #expect(refused.stderr.contains("broken.yaml:2") && refused.stderr.contains("broken.yaml:3"))
    #expect(refused.stderr.contains("order.title"))
    let good = try office.write(
      """
      template: reply
      number: 热函〔{year}〕{0000}号
      title: 关于“{{order.title}}”的答复
      body: |
        {{party.name}}：
        您反映的问题（工单{{order.no}}）已收悉。
      signature: 市政府热线办公室
      """, to: "reply.yaml")
    try await office.expect(0, "template", "publish", good)
    let rehearsed = try await office.expect(0, "order", "letter", no, "--template", "reply", "--dry-run")
    #expect(rehearsed.stdout.contains("0001号"))
    for number in ["0001号", "0002号"] {
      let letter = try await office.expect(0, "order", "letter", no, "--template", "reply", "-o", "letter.html")
      #expect(letter.stderr.contains(number))
      let page = try String(contentsOf: URL(filePath: "\(office.folder)/letter.html"), encoding: .utf8)
      for word in ["关于“路灯不亮”的答复", "样例：", no, number, "市政府热线办公室"] { #expect(page.contains(word), "\(word)") }
      #expect(try await office.expect(0, "order", "history", no, "--format", "ndjson").stdout.contains(number))
    }
    let files = try await office.expect(0, "order", "files", no).stdout
    #expect(files.contains("热函") && files.contains("letter"))
    #expect(try await office.expect(2, "order", "letter", no, "--template", "nope").stderr.contains("reply"))
    try await office.expect(0, "template", "retire", "reply")
    try await office.expect(2, "order", "letter", no, "--template", "reply")
  }

  @Test("M-TKT-18: a supervisor verifies; the monitor list has every open request")
  func verifyAndFollow() async throws {
    let town = try await Self.town.value
    let no = try await town.workedOn("核实一下")
    #expect(
      try await town.as("li").expect(4, "order", "act", no, "verify", "--set", "verdict=true-to-fact").status == 4)
    try await town.act(no, "verify", "--set", "verdict=true-to-fact", "--set", "verified-how=现场查看", by: "zhao")
    #expect(try await town.as("zhao").expect(0, "order", "history", no).stdout.contains("verify"))
    try await town.as("zhao").expect(
      0, "view", "save", "monitor", "--kind", "open", "--columns", "no,title,state,unit,staff,dueAt,overdue", "--sort",
      "due")
    let open = try await town.as("zhao").expect(0, "order", "list", "--view", "monitor", "--format", "csv")
    // Rows end in CR LF, which is one character.
    let rows = open.stdout.split(whereSeparator: \.isNewline)
    #expect(rows.first == "no,title,state,unit,staff,dueAt,overdue")
    #expect(rows.contains { $0.hasPrefix(no) } as Bool)
    // Nobody else's business, unless it is shared along the tree.
    try await town.as("li").expect(2, "order", "list", "--view", "monitor")
    try await town.as("chief").expect(0, "view", "save", "east-open", "--kind", "open", "--share", "east")
    try await town.as("li").expect(0, "order", "list", "--view", "east-open")
    try await town.as("sun").expect(2, "order", "list", "--view", "east-open")
    #expect(try await town.as("li").expect(4, "view", "save", "monitor", "--kind", "open").stderr.contains("zhao"))
  }

  @Test("M-STAT-11: counts by state of yesterday evening and of now are the same each time")
  func countsByState() async throws {
    let town = try await Self.town.value
    let wang = town.as("wang")
    let no = try await town.complaint("统计", openedAt: "-2h")
    let before = Date(timeIntervalSinceNow: -3600).formatted(.iso8601)
    func counts(_ instant: String) async throws -> String {
      let ended = try await wang.expect(0, "order", "count", "--by", "state", "--as-of", instant, "--format", "json")
      return ended.stdout
    }
    let first = try await counts(before)
    try await town.act(no, "dispatch", "--unit", "east.repairs", by: "wang")
    #expect(try await counts(before) == first)
    #expect(try await counts("-1d").contains("[]"))
    #expect(first.contains("new"))
  }

  @Test("M-DISP-03: the unit's feed tells of a task within two seconds of its dispatch")
  func noticeAtTheUnit() async throws {
    let town = try await Self.town.value
    struct Told: Decodable {
      let no, cameAt, toldAt: String
      let new: Bool
    }
    // It ends when it writes after its reader went away.
    let isOver = Flag()
    let feed = Task {
      defer { isOver.isSet.withLock { $0 = true } }
      return try await town.as("sun").hotline(
        "order", "feed", "--unit", "west.repairs", "--follow", "--format", "ndjson", killAfter: .seconds(60),
        closingOutputAfter: 900)
    }
    var sent: Set<String> = []
    for attempt in 0..<40 where !isOver.isSet.withLock({ $0 }) {
      let no = try await town.complaint("通知 \(attempt)")
      try await town.act(no, "dispatch", "--unit", "west.repairs", by: "wang")
      sent.insert(no)
    }
    let ended = try await feed.value
    let told = ended.lines.compactMap { try? JSONDecoder().decode(Told.self, from: Data($0.utf8)) }
    let new = told.filter(\.new)
    // Other tests send the unit tasks, too.
    #expect(new.contains { sent.contains($0.no) })
    for line in new {
      let (came, toldAt) = (try Self.instant(line.cameAt), try Self.instant(line.toldAt))
      #expect(toldAt.timeIntervalSince(came) <= 2, "\(line)")
    }
  }

  private static func instant(_ text: String) throws -> Date { try Date(text, strategy: .iso8601) }

  @Test("The board counts what its cells list")
  func theBoard() async throws {
    let town = try await Self.town.value
    // A unit of this test's own: the others go on meanwhile.
    for title in ["看板一", "看板二"] { _ = try await town.complaint(title, unit: "desk") }
    let given = try await town.complaint("看板三", unit: "desk")
    try await town.act(
      given, "transfer", "--set", "receiver=x", "--set", "transferred-on=2026-11-01", "--set", "receipt=1", by: "wang")
    struct Line: Decodable {
      let unit: String?
      let open, unsigned, running, returned, today, overdue: Int
    }
    let zhao = town.as("zhao")
    let seen = try await zhao.expect(0, "order", "board", "--format", "ndjson").ndjson(Line.self)
    #expect(seen.allSatisfy { $0.unit?.hasPrefix("east") ?? false } as Bool)
    let wang = town.as("wang")
    let board = try await wang.expect(0, "order", "board", "--unit", "desk", "--format", "ndjson").ndjson(Line.self)
    let line = try #require(board.first)
    #expect(board.count == 1 && line.unit == "desk" && line.unsigned == 2 && line.open == 2)
    for (cell, count) in [("unsigned", 2), ("open", 2), ("overdue", line.overdue), ("running", 0)] {
      let list = try await wang.expect(0, "order", "board", "--cell", "desk/\(cell)", "--format", "ndjson")
        .ndjson(
          OrderAnswer.self)
      #expect(list.count == count, "\(cell)")
    }
    #expect(try await zhao.expect(0, "order", "top", "--lang", "zh").stdout.contains("待签收"))
  }
}

private final class Flag: Sendable {
  let isSet = Mutex(false)
}
