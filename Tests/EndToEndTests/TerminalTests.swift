import FoundationEssentials
import Spreadsheets
import Testing

/// What a person sees.
@Suite struct TerminalTests {
  @Test func everyTextIsChineseWhereChineseIsAsked() async throws {
    let office = try await Office.onTestServer()
    let list = try office.take("outreach-list.xlsx")
    let ended = try await office.expect(3, .importing(list) + ["--lang", "zh"])
    #expect(ended.stderr.contains("表头在第 4 行") && ended.stdout.contains("接收"))
    let other = try office.write("姓名,电话\n样例,17000001119\n样例,13900009999\n样例,13900009999\n", to: "other.csv")
    let repeats = try await office.expect(0, .importing(other, hidden: nil) + ["--lang", "zh"])
    #expect(repeats.stderr.contains("第 2 行: 已有工单") && repeats.stderr.contains("第 4 行: 与第 3 行重复"))
    let orders = try await office.expect(0, "order", "list", "--limit", "3", "--lang", "zh")
    #expect(orders.lines.first?.contains("工单号") == true && orders.stdout.contains("待呼叫"))
    let refused = try await office.with(["HOTLINE_LANG": "zh"]).expect(1, .importing("nope.xlsx"))
    #expect(refused.stderr.hasPrefix("错误："))
    for variables in [["LC_ALL": "zh_CN.UTF-8"], ["LC_ALL": "", "LC_MESSAGES": "zh_CN.UTF-8"]] {
      #expect(try await office.with(variables).expect(0, "import", "list").stdout.contains("批次"))
    }
  }

  @Test func aPipeGetsNoColoursAndNoProgress() async throws {
    let office = try await Office.onTestServer()
    let ended = try await office.expect(3, .importing(try office.take("outreach-list.xlsx")))
    let overdue = try await office.expect(0, "order", "list", "--overdue")
    for text in [ended.stdout, ended.stderr, overdue.stdout, overdue.stderr] {
      #expect(!text.contains("\u{1B}") && !text.contains("\r"))
    }
  }

  @Test func aTerminalGetsColoursUnlessItSaysNo() async throws {
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/script") else { return }
    let office = try await Office.onTestServer()
    try await office.expect(3, .importing(try office.take("outreach-list.xlsx")))
    func seen(_ variables: [String: String]) async throws -> String {
      try await office.with(variables.merging(["TERM": "xterm", "COLUMNS": "80"]) { $1 }).onTerminal(
        "order list --overdue --limit 5")
    }
    let colored = try await seen([:])
    #expect(colored.contains("\u{1B}["))
    #expect(!(try await seen(["NO_COLOR": "1"])).contains("\u{1B}["))
    #expect(try await seen(["NO_COLOR": ""]).contains("\u{1B}["))
    let plain = try await seen(["NO_COLOR": "1"])
    let lines = plain.split(whereSeparator: \.isNewline).map(String.init).filter { !$0.hasPrefix("overdue orders: ") }
    #expect(lines.count >= 7)
    for line in lines { #expect(displayWidth(line) <= 80, "\(line)") }
  }

  @Test func reportsAndListsFitTheTerminalInBothLanguages() async throws {
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/script") else { return }
    let office = try await Office.onTestServer()
    let map = try office.take("boston-311.map.yaml")
    let csv = try office.write(
      """
      CASE_ENQUIRY_ID,OPEN_DT,TARGET_DT,CLOSED_DT,CLOSURE_REASON,CASE_TITLE,Department,TYPE,Location,Source
      1,03/02/2015 09:00:00 AM,03/03/2015 09:00:00 AM,03/05/2015 09:00:00 AM,Case Closed,Street light is dark,Department of Public Works and Lighting,Street Light Outages and Repairs,1 Sample Street,Phone

      """, to: "city.csv")
    try await office.expect(0, .importingRequests(csv, map: map))
    func lines(_ command: String, _ columns: Int, _ language: String) async throws -> [String] {
      try await office.with(["COLUMNS": "\(columns)", "HOTLINE_LANG": language, "NO_COLOR": "1"]).onTerminal(command)
        .split(whereSeparator: \.isNewline).map { String($0).replacing("\u{1B}[K", with: "") }
    }
    for (columns, language) in [(80, "en"), (80, "zh"), (40, "zh"), (200, "en")] {
      for command in [
        "report run timeliness --period 2015-03 --table by-class", "report run volume --period 2015-03 --compare year",
        "report list", "measure list", "import list", "report run overdue --as-of 2015-03-04 --table orders",
      ] {
        let shown = try await lines(command, columns, language)
        for line in shown { #expect(displayWidth(line) <= columns, "\(command): \(line)") }
        #expect(shown.count >= 4, "\(command)")
      }
    }
    // What is cut or finds no room stands below.
    let targets = try await lines("import targets customers", 80, "zh")
    #expect(targets.allSatisfy { displayWidth($0) <= 80 } && !targets.joined().contains("加宽终端"))
    #expect(targets.contains { $0.hasPrefix("    可识别的列名：") }, "\(targets)")
    let imports = try await lines("import list", 80, "en")
    #expect(imports.contains { $0.hasPrefix("    ") && $0.contains("as: ") && $0.contains("updated: 0") }, "\(imports)")
    // The label is there, and what is not is named with the way out.
    let narrow = try await lines("report run timeliness --period 2015-03 --table by-unit", 80, "en").joined(
      separator: " ")
    #expect(narrow.contains("Department of"))
    let lost = "Share overdue, bar: Late (widen the terminal, or use -o FILE.xlsx)"
    #expect(narrow.contains("no room for:") && narrow.contains(lost), "\(narrow)")
    #expect(try await lines("import list", 80, "zh").contains { $0.contains("city.csv") && $0.contains("完成") })
    // In a pipe there is no width, and nothing goes.
    let piped = try await office.expect(0, "report", "run", "timeliness", "--period", "2015-03", "--table", "by-unit")
    #expect(piped.lines.first?.contains("Share overdue") == true)
  }

  @Test func aReaderThatWantsOneLineEndsIt() async throws {
    let office = try await Office.onTestServer()
    try await office.expect(3, .importing(try office.take("outreach-list.xlsx")))
    let ended = try await office.hotline("event", "list", "--format", "ndjson", closingOutputAfter: 1)
    #expect(ended.status == 141 && ended.stderr.isEmpty, "\(ended.status) \(ended.stderr)")
  }

  @Test func aFileSaysItsFormatAndAppearsWhole() async throws {
    let office = try await Office.onTestServer()
    try await office.expect(3, .importing(try office.take("outreach-list.xlsx")))
    for name in ["board.xlsx", "board.csv", "board.json", "board.ndjson"] {
      try await office.expect(0, "order", "list", "-o", name)
      #expect(office.has(name))
    }
    var rows = 0
    _ = try TableFile.open("\(office.folder)/board.xlsx", encoding: nil).readRows(of: 0) { _ in
      rows += 1
      return true
    }
    #expect(rows >= 391)
    try await office.expect(2, "order", "list", "-o", "board.odt")
    #expect(try await office.expect(1, "order", "list", "-o", "nowhere/board.xlsx").stderr.contains("nowhere"))
    #expect(!office.has("board.odt"))
  }

  @Test(arguments: [
    [], ["import"], ["import", "run"], ["import", "check"], ["import", "list"], ["import", "show"], ["import", "undo"],
    ["order"], ["order", "list"], ["order", "show"], ["order", "history"], ["order", "why"], ["order", "open"],
    ["order", "assign"], ["order", "act"], ["order", "note"], ["remind", "plan"], ["remind", "run"], ["event", "list"],
    ["db", "status"], ["db", "start"], ["db", "stop"], ["db", "path"], ["projection", "list"],
    ["projection", "status"], ["projection", "rebuild"], ["projection", "compare"], ["projection", "rollback"],
    ["projection", "parked"], ["projection", "retry"],
    ["report", "list"], ["report", "run"], ["party", "list"], ["party", "show"], ["party", "export"],
    ["party", "forget"], ["trace"], ["version"], ["log", "verify"], ["log", "seal"], ["log", "key"], ["db", "backup"],
    ["db", "restore"],
  ])
  func helpTeachesByExample(command: [String]) async throws {
    let ended = try await Hotline.run(command + ["--help"], environment: [:], directory: "/")
    #expect(ended.status == 0)
    let isGroup = command.count < 2 && command != ["version"] && command != ["trace"]
    if !isGroup { #expect(ended.stdout.contains("Example"), "\(command)") }
  }

  @Test func usageErrorsSayTheUsageOfTheirCommand() async throws {
    for arguments in [
      ["frobnicate"], ["order", "list", "--limit", "0"], ["order", "list", "--as-of", "2026-13-01"], ["import", "run"],
      ["order", "list", "--format", "xml"],
    ] {
      let ended = try await Hotline.run(arguments, environment: [:], directory: "/")
      #expect(ended.status == 2 && ended.stdout.isEmpty && ended.stderr.hasPrefix("error: "), "\(ended.stderr)")
    }
    let missing = try await Hotline.run(
      ["import", "run", "list.xlsx", "--as", "outreach"], environment: [:], directory: "/")
    #expect(missing.status == 2 && missing.stderr == "error: an outreach list needs --campaign NAME\n")
  }
}

extension Office {
  /// What a command shows on a terminal, which util-linux's `script` makes.
  fileprivate func onTerminal(_ command: String) async throws -> String {
    try await Hotline.run(
      ["-qec", "\(Hotline.path) \(command)", "/dev/null"], program: "/usr/bin/script", environment: environment,
      directory: folder
    ).stdout
  }
}
