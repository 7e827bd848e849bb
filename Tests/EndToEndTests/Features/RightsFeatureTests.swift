import FoundationEssentials
import Testing

@testable import CLI

/// Units, people and rights, as a tester does and sees them.
@Suite struct RightsFeatureTests {
  private struct UnitAnswer: Decodable, Equatable {
    let code: String
    let parent: String?
    let place, last: Int
  }

  private struct EventAnswer: Decodable {
    let type, actor, stream: String
  }

  /// Without the title above and the proof below, which tell the log position.
  private static func tables(_ document: String) -> Substring {
    document.drop { $0 != "\n" }.prefix(upTo: document.range(of: "\"proof\"")?.lowerBound ?? document.endIndex)
  }

  @Test("M-ADM-02: units move in the tree; rights follow, past reports keep the old place")
  func departmentsAndOutlets() async throws {
    let town = try await Counties.setUp()
    let chief = town.as("chief")
    #expect(try await chief.expect(0, "unit", "tree").stdout.contains("├─ east  东县"))
    #expect(try await town.as("li").board().contains(town.eastOrder))
    // The past is what was recorded by this instant.
    let events = try await chief.expect(0, "event", "list", "--format", "ndjson").ndjson(Stamp.self)
    let before = try #require(events.last?.recordedAt)
    let report = ["report", "run", "overdue", "--unit", "east", "--as-of", before, "--format", "json"]
    let list = ["order", "list", "--unit", "east", "--as-of", before, "--format", "ndjson"]
    #expect(try await chief.expect(0, list).stdout.contains(town.eastOrder))
    let was = try await chief.expect(0, report).stdout
    try await chief.expect(0, "unit", "move", "east.repairs", "--to", "west")
    let again = try await chief.expect(0, report).stdout
    #expect(Self.tables(again) == Self.tables(was), "the tables say the same")
    #expect(again.contains("east.repairs"))
    #expect(try await chief.expect(0, list).stdout.contains(town.eastOrder))
    #expect(try await !chief.board("--unit", "east").contains(town.eastOrder))
    let then = try await chief.expect(0, "unit", "list", "--as-of", before, "--format", "json").json([UnitAnswer].self)
    let now = try await chief.expect(0, "unit", "list", "--format", "json").json([UnitAnswer].self)
    #expect(then.first { $0.code == "east.repairs" }?.parent == "east")
    #expect(now.first { $0.code == "east.repairs" }?.parent == "west")
    let west = try #require(now.first { $0.code == "west" })
    #expect(west.last - west.place == 2)
    // Rights follow with the next command.
    #expect(try await !town.as("li").board().contains(town.eastOrder))
    #expect(try await town.as("wang").board().contains(town.eastOrder))
    #expect(try await chief.expect(2, "unit", "move", "city", "--to", "west").stderr.contains("top"))
    #expect(try await chief.expect(2, "unit", "move", "west", "--to", "west.repairs").stderr.contains("below it"))
    #expect(try await chief.expect(5, "unit", "close", "west.repairs").stderr.contains("--into"))
    try await chief.expect(0, "unit", "close", "west.repairs", "--into", "east.repairs")
    #expect(try await chief.board("--unit", "east.repairs").contains(town.westOrder))
    #expect(try await chief.expect(5, "order", "assign", town.eastOrder, "--unit", "west.repairs").status == 5)
    #expect(try await chief.expect(2, "order", "assign", town.eastOrder, "--unit", "esat").stderr.contains("mean east"))
  }

  private struct Stamp: Decodable { let recordedAt: String }

  @Test("M-ADM-02: the tree goes out as a workbook and comes back; only what differs is taken in")
  func theTreeAsAWorkbook() async throws {
    let town = try await Counties.setUp()
    let chief = town.as("chief")
    struct Summary: Decodable { let rows, changed: Int }
    func take(_ arguments: String...) async throws -> Summary {
      try await chief.expect(0, arguments + ["--format", "json"]).json(Summary.self)
    }
    for (what, file, rows) in [("unit", "units.xlsx", 5), ("person", "people.xlsx", 3)] {
      try await chief.expect(0, what, "export", "-o", file)
      let again = try await take(what, "import", file)
      #expect(again.rows == rows && again.changed == 0, "\(what)")
    }
    let list = try chief.write(
      "代码,名称,上级,电话\neast,东城区,city,\neast.gas,燃气队,east,12345\nnorth,北县,city,\n", to: "units.csv")
    #expect(try await take("unit", "import", list, "--dry-run").changed == 3)
    #expect(try await take("unit", "import", list).changed == 3)
    #expect(try await take("unit", "import", list).changed == 0)
    #expect(try await chief.expect(0, "unit", "tree").stdout.contains("east.gas  燃气队  12345"))
    let wrong = try chief.write("code,parent\nx,esat\ny,x\n", to: "wrong.csv")
    let refused = try await chief.expect(2, "unit", "import", wrong)
    #expect(refused.stderr.contains("row 2") && refused.stderr.contains("did you mean east"))
    #expect(try await !chief.expect(0, "unit", "tree").stdout.contains("\n├─ y"))
    // A code in another width or case is no other unit: neither one of the office nor one of the same list.
    let wide = try chief.write("代码,名称,上级\nＥast,东县,city\nn-1,一队,city\nN-１,二队,city\n", to: "wide.csv")
    let twice = try await chief.expect(2, "unit", "import", wide).stderr
    #expect(
      twice.contains("row 2: there is a unit east already") && twice.contains("row 4: N-１ is the same as row 3"),
      "\(twice)")
    let doubled = try chief.write("单位编号,单位名称,上级编号\nn-1,一队,city\nn-1,二队,city\n", to: "doubled.csv")
    let same = try await chief.expect(2, "import", "check", doubled, "--as", "units", "--lang", "zh").stderr
    #expect(same.contains("第 3 行") && same.contains("n-1 与第 2 行相同"), "\(same)")
    // A county's people keep their own part of the tree only.
    try await chief.expect(0, "person", "grant", "li", "admin", "--unit", "east")
    try await town.as("li").expect(0, "unit", "add", "east.water", "--parent", "east")
    #expect(try await town.as("li").expect(4, "unit", "add", "x", "--parent", "west").stderr.contains("unit.edit"))
    try await town.as("li").expect(4, "unit", "move", "east.gas", "--to", "west")
    try await town.as("li").expect(4, "unit", "import", list)
    try await town.as("li").expect(4, "person", "grant", "li", "admin", "--unit", "city")
  }

  @Test("M-ADM-05: a right given at a node reaches the subtree; county A cannot read county B's orders by any command")
  func regionsAreIsolated() async throws {
    let town = try await Counties.shared()
    let li = town.as("li")
    #expect(try await li.board().contains(town.eastOrder))
    #expect(try await town.as("wang").board().contains(Counties.secret))
    let head = try await town.as("chief").head()
    let commands = Errand.all.map(\.path).filter {
      !["db", "version", "help"].contains($0[0]) && $0 != ["order", "top"]
    }
    #expect(commands.count > 60)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for path in commands {
        let arguments = path + Self.arguments(path, town)
        group.addTask {
          let ended = try await li.hotline(arguments, killAfter: .seconds(20))
          let said = ended.stdout + ended.stderr
          let command = arguments.joined(separator: " ")
          #expect(!said.contains(Counties.secret), "hotline \(command) tells the words: \(said)")
          // What was typed may come back in a refusal; anything else names the order.
          let isNamed = ended.stdout.contains(town.westOrder)
          #expect(!isNamed, "hotline \(command) tells of the order: \(said)")
        }
      }
      try await group.waitForAll()
    }
    let written = try await town.as("chief").expect(
      0, "event", "list", "--since", "\(head)", "--stream", "order-\(town.westOrder)", "--format", "ndjson")
    #expect(written.lines.isEmpty, "somebody of the east changed an order of the west: \(written.stdout)")
    for arguments in [
      ["order", "show", town.westOrder], ["order", "history", town.westOrder], ["order", "why", town.westOrder],
      ["trace", town.westOrder], ["order", "note", town.westOrder, "hello"],
      ["order", "act", town.westOrder, "dispatch", "--unit", "west"],
    ] {
      let refused = try await li.expect(4, arguments)
      #expect(refused.stderr.contains("li") && refused.stderr.contains("west.repairs"))
      #expect(refused.stderr.contains("chief"), "it says who can give it: \(refused.stderr)")
    }
  }

  /// Words with which a command would tell of the west's order, if it did.
  private static func arguments(_ path: [String], _ town: Counties) -> [String] {
    let no = town.westOrder
    switch path.joined(separator: " ") {
    case "order list", "order count", "order board", "order supervise", "agenda", "remind plan", "event list",
      "import list", "unit tree", "unit list", "unit export", "person list", "person export", "role list", "party list",
      "view list", "template list", "calendar list", "category list", "process list", "function list", "report list",
      "measure list",
      "projection list", "person whoami", "order todo":
      return ["--format", "ndjson"].filter { _ in path != ["unit", "tree"] }
    case "order search": return [Counties.secret]
    case "order open", "order feed": return ["--unit", "west.repairs"]
    case "order act": return [no, "dispatch", "--unit", "west.repairs"]
    case "order assign", "order assist": return [no, "--unit", "east"]
    case "order note": return [no, "words"]
    case "order edit": return [no, "--set", "title=x"]
    case "order merge": return [no, "--into", town.eastOrder]
    case "order link": return [no, town.eastOrder]
    case "order split": return [no, "--title", "x"]
    case "party show", "party find", "party last", "party history": return ["13900000002"]
    case "report run": return ["overdue", "--as-of", "+400d", "--format", "json"]
    case "report show": return ["volume"]
    case "measure show": return ["opened"]
    case "unit show", "person show": return ["west.repairs"]
    case "trace": return [no]
    default: return [no]
    }
  }

  @Test("M-ADM-05: every family of commands refuses with exit code 4, naming the right and who can give it")
  func everyFamilyRefuses() async throws {
    let town = try await Counties.shared()
    let ana = town.as("ana")
    for (arguments, right) in [
      (["order", "open", "--process", "complaint", "--title", "x"], "order.open"),
      (["order", "assign", town.eastOrder, "--unit", "east"], "order.assign"),
      (["order", "note", town.eastOrder, "x"], "order.note"), (["party", "list"], "party.read"),
      (["party", "forget", "13900000002", "--reason", "unlawful"], "party.forget"),
      (["import", "list"], "import.run"), (["remind", "run"], "remind.run"), (["event", "list"], "event.read"),
      (["log", "verify"], "log.seal"), (["projection", "list"], "projection.keep"),
      (["db", "backup", "x.backup"], "database.keep"), (["process", "publish", "x.yaml"], "definition.publish"),
      (["unit", "add", "x", "--parent", "east"], "unit.edit"),
      (["person", "join", "x", "--unit", "east"], "staff.edit"),
      (["person", "grant", "li", "agent", "--unit", "east"], "role.edit"),
      (["function", "disable", "letters"], "definition.publish"),
    ] {
      if arguments.contains("x.yaml") { _ = try ana.write("process: x\n", to: "x.yaml") }
      let refused = try await ana.expect(4, arguments)
      #expect(refused.stderr.contains("ana lacks the right \(right)"), "\(arguments): \(refused.stderr)")
      #expect(refused.stderr.contains("chief"), "\(arguments): \(refused.stderr)")
      #expect(refused.stdout.isEmpty)
    }
    // Whoever may make no backup makes no key for it.
    let bare = ana.with(["HOTLINE_HOME": "\(ana.folder)/bare"])
    try await bare.expect(4, "db", "backup", "x.backup")
    #expect(!FileManager.default.fileExists(atPath: "\(ana.folder)/bare/log.key"))
    // Who is nobody here gets nothing, and a slip of the finger is named.
    #expect(try await town.office.expect(4, "order", "list").stderr.contains("tester is nobody who works here"))
    #expect(try await town.office.expect(4, "order", "list", "--as", "wagn").stderr.contains("did you mean wang"))
    try await town.office.expect(0, "order", "list", "--as", "wang")
    #expect(try await ana.expect(4, "import", "list", "--lang", "zh").stderr.contains("ana 没有权限 import.run"))
  }

  @Test("M-ADM-05: taking a right from a role takes it from its holders with their next command, and is logged")
  func roleCare() async throws {
    let town = try await Counties.shared()
    let (yun, chief) = (town.as("yun"), town.as("chief"))
    func publish(_ rights: String) async throws {
      let file = try chief.write("role: night\nlabels: {zh: 夜班}\nrights: [\(rights)]\n", to: "night.yaml")
      try await chief.expect(0, "role", "check", file)
      try await chief.expect(0, "role", "publish", file)
    }
    try await publish("order.read, order.note")
    try await chief.expect(0, "person", "join", "yun", "--unit", "east", "--role", "night")
    try await yun.expect(0, "order", "note", town.eastOrder, "before")
    try await publish("order.read")
    #expect(try await yun.expect(4, "order", "note", town.eastOrder, "after").stderr.contains("order.note"))
    let logged = try await chief.expect(
      0, "event", "list", "--stream", "definition-role.night", "--format", "ndjson"
    ).ndjson(EventAnswer.self)
    #expect(logged.map(\.actor) == ["chief", "chief"])
    // A supervisor is one at any seat, while they are the one who acts there.
    try await yun.expect(0, "order", "note", town.eastOrder, "by the supervisor", "--as", "li")
    try await yun.expect(4, "order", "note", town.eastOrder, "by yun")
    let slip = try chief.write("role: night\nrights: [order.raed]\n", to: "slip.yaml")
    #expect(try await chief.expect(1, "role", "publish", slip).stderr.contains("slip.yaml:2"))
    let admin = try await chief.expect(0, "role", "show", "admin").stdout
    let less = try chief.write(admin.replacing("  - role.edit\n", with: ""), to: "admin.yaml")
    #expect(try await chief.expect(1, "role", "publish", less).stderr.contains("always has every right"))
  }

  @Test("M-ADM-06: people join, move and leave; rights hold inside the dates, what they did stays")
  func staffCare() async throws {
    let town = try await Counties.shared()
    let (gao, chief) = (town.as("gao"), town.as("chief"))
    try await chief.expect(0, "person", "join", "gao", "--unit", "east", "--role", "agent", "--name", "样高")
    let no = try await town.open("高某经手", as: "gao")
    try await gao.expect(0, "order", "note", no, "by gao")
    try await chief.expect(
      0, "person", "join", "guest", "--unit", "east", "--role", "agent", "--from", "-2d", "--until", "-1d")
    try await town.as("guest").expect(4, "order", "list")
    try await chief.expect(0, "person", "grant", "guest", "agent", "--from", "+1d")
    try await town.as("guest").expect(4, "order", "list")
    try await chief.expect(0, "person", "grant", "guest", "agent", "--until", "+1d")
    try await town.as("guest").expect(0, "order", "list")
    try await chief.expect(0, "person", "move", "gao", "--to", "west")
    #expect(try await chief.expect(0, "person", "show", "gao").stdout.contains("agent@east"))
    try await gao.expect(0, "person", "duty", "on")
    try await chief.expect(0, "person", "leave", "gao")
    #expect(try await gao.expect(4, "order", "list").stderr.contains("nobody who works here"))
    #expect(try await !chief.expect(0, "person", "list").stdout.contains("样高"))
    #expect(try await chief.expect(0, "person", "list", "--left").stdout.contains("样高"))
    let history = try await chief.expect(0, "order", "history", no, "--format", "ndjson")
    #expect(try history.ndjson(EventAnswer.self).last?.actor == "gao")
    let changes = try await chief.expect(0, "event", "list", "--stream", "staff-gao", "--format", "ndjson").ndjson(
      EventAnswer.self)
    #expect(changes.map(\.type).suffix(3) == ["staff.moved.v1", "staff.duty-changed.v1", "staff.left.v1"])
    #expect(changes.map(\.actor).suffix(3) == ["chief", "gao", "chief"])
    #expect(try await chief.expect(5, "person", "leave", "chief").stderr.contains("last one"))
    // The name can be forgotten; the code stays.
    try await chief.expect(0, "person", "forget", "gao", "--reason", "retention-expired", "--yes")
    #expect(try await !chief.expect(0, "person", "list", "--left").stdout.contains("样高"))
    #expect(try await chief.expect(0, "log", "verify").status == 0)
  }

  @Test("M-ADM-13: a function that is switched off refuses with a clear message")
  func functionsOnAndOff() async throws {
    let town = try await Counties.shared()
    let chief = town.as("chief")
    let letters = ["template", "list"]
    try await chief.expect(0, letters)
    try await chief.expect(0, "function", "disable", "letters")
    let refused = try await chief.expect(4, letters)
    #expect(refused.stderr.contains("switched letters off") && refused.stderr.contains("function enable letters"))
    #expect(try await chief.expect(4, letters + ["--lang", "zh"]).stderr.contains("已停用公函"))
    try await chief.expect(0, "order", "list")
    try await town.as("ana").expect(4, "function", "enable", "letters")
    try await chief.expect(0, "function", "enable", "letters")
    try await chief.expect(0, letters)
  }

  @Test("M-DISP-07: the unit confirms and reports progress; a task of another unit is refused")
  func progressOfTheUnit() async throws {
    let town = try await Counties.shared()
    let (hand, wang) = (town.as("hand"), town.as("wang"))
    let no = try await town.open("东县水管漏水")
    func state() async throws -> String {
      let shown = try await hand.expect(0, "order", "show", no, "--format", "json")
      return try shown.json(OrderAnswer.self).state
    }
    try await hand.expect(0, "order", "act", no, "dispatch", "--unit", "east.repairs")
    #expect(try await state() == "sent")
    try await wang.expect(4, "order", "act", no, "sign")
    try await hand.expect(0, "order", "act", no, "sign")
    #expect(try await state() == "working")
    try await wang.expect(4, "order", "act", no, "progress", "--note", "不是我们的")
    try await hand.expect(0, "order", "act", no, "progress", "--note", "已到现场")
    // The unit has no word in approving its own work.
    try await hand.expect(0, "order", "act", no, "finish", "--set", "result=已修复")
    let approval = try await hand.expect(4, "order", "act", no, "approve")
    #expect(approval.stderr.contains("approver") && approval.stderr.contains("east.repairs"))
  }

  @Test("M-ADM-05: a secret order shows without its words to all but its readers")
  func secretOrders() async throws {
    let town = try await Counties.shared()
    let chief = town.as("chief")
    // Whoever works in the unit reads it; an approver of the same unit sees a number, a state and a due time.
    try await chief.expect(0, "person", "join", "quiet", "--unit", "east", "--role", "approver")
    let no = try await town.open("举报隐秘事项", process: "report", phone: "13900000013")
    // Who sees all orders, of which some are read by named readers only, still has the book.
    try await chief.expect(0, "party", "list")
    #expect(try await town.as("li").board().contains("举报隐秘事项"))
    let quiet = town.as("quiet")
    let board = try await quiet.board()
    #expect(board.contains(no) && !board.contains("举报隐秘事项"))
    #expect(try await !quiet.expect(0, "order", "show", no).stdout.contains("举报隐秘事项"))
    try await quiet.expect(4, "order", "history", no)
    try await quiet.expect(4, "order", "print", no)
    try await quiet.expect(4, "trace", no)
    // Nor whom it is for by its number, nor by what is split off it.
    try await quiet.expect(4, "party", "show", no)
    try await quiet.expect(4, "party", "history", no)
    try await chief.expect(0, "person", "grant", "quiet", "agent", "--unit", "east")
    try await quiet.expect(4, "order", "split", no, "--title", "x")
    try await quiet.expect(4, "order", "link", no, town.eastOrder)
    #expect(try await !quiet.expect(0, "order", "search", "举报隐秘").stdout.contains(no))
    #expect(try await !quiet.expect(0, "party", "show", "13900000013").stdout.contains(no))
  }
}

private struct State: Decodable { let state: String }
