import FoundationEssentials
import Testing

/// What cannot be done: the thing, the reason, the way out; and nothing lost.
@Suite struct RefusalTests {
  @Test func whatIsNoListIsRefusedByName() async throws {
    let office = try await Office.onTestServer()
    _ = try office.write("", to: "empty.xlsx")
    _ = try office.write("", to: "empty.csv")
    _ = try office.write("a,b\n1,2\n", to: "other.csv")
    _ = try office.write("PK\u{3}\u{4} broken", to: "broken.xlsx")
    try FileManager.default.createDirectory(atPath: "\(office.folder)/folder", withIntermediateDirectories: false)
    let head = try await office.head()
    for (file, word) in [
      ("nope.xlsx", "no such file"), ("folder", "folder"), ("empty.xlsx", "empty"), ("empty.csv", "empty"),
      ("other.csv", "heading"), ("broken.xlsx", "broken.xlsx"),
    ] {
      let ended = try await office.expect(1, .importing(file))
      #expect(ended.stderr.contains(file) && ended.stderr.contains(word), "\(ended.stderr)")
      #expect(ended.stdout.isEmpty)
    }
    #expect(try await office.head() == head)
  }

  @Test(
    .enabled(if: Fixtures.corpus("other/date.xls") != nil, "../shared/corpus is not beside the repository"),
    arguments: [
      ("other/date.xls", ".xls"), ("other/any_sheets.xlsb", ".xlsb"), ("other/any_sheets.ods", ".ods"),
      ("xlsx/057-encrypted.xlsx", "password"), ("xlsx/058-1_powerpoint_presentation.xlsx", "PowerPoint"),
    ])
  func foreignFormatsAreRefusedWithTheWayOut(file: String, word: String) async throws {
    let office = try await Office.onTestServer()
    let path = try #require(Fixtures.corpus(file))
    let ended = try await office.expect(1, .importing(path))
    #expect(ended.stderr.contains(path) && ended.stderr.contains(word), "\(ended.stderr)")
    #expect(ended.stderr.contains(".xlsx"), "the way out: \(ended.stderr)")
  }

  @Test func mapsThatCannotBeUsedSayWhere() async throws {
    let office = try await Office.onTestServer()
    let list = try office.write(MadeLists.requests(3), to: "list.csv")
    for (map, word) in [
      ("columns: {key: key}", "openedAt"), ("colums: {}", "colums"), ("a: [", "YAML"),
      ("columns: {key: key, openedAt: opened}\ntimeZone: Mars/Base", "Mars/Base"),
      ("columns: {key: key, openedAt: opened}\nprocess: nope", "nope"),
      ("columns: {key: key, openedAt: begun}", "begun"),
    ] {
      let ended = try await office.hotline(.importingRequests(list, map: try office.write(map, to: "map.yaml")))
      #expect([1, 2].contains(ended.status) && ended.stderr.contains(word), "\(map): \(ended.stderr)")
    }
  }

  @Test func aRejectsFileThatCannotBeWrittenStopsBeforeAnythingIsIn() async throws {
    let office = try await Office.onTestServer()
    let list = try office.write(MadeLists.targets(8000), to: "list.csv")
    let board = try await office.board()
    let ended = try await office.expect(1, .importing(list) + ["--rejects", "nowhere/rejects.xlsx"])
    #expect(ended.stderr.contains("nowhere/rejects.xlsx") && ended.stderr.contains("--rejects"))
    #expect(try await office.board() == board)
    // And it is not in the way of the next run.
    try await office.expect(3, .importing(list))
    #expect(office.has("list.rejects.xlsx"))
  }

  @Test func aServerThatIsNotThereIsNamed() async throws {
    let office = try await Office.onTestServer()
    for address in ["host=/nowhere dbname=hotline", "host=127.0.0.1 port=1 password=secret", "nonsense"] {
      let ended = try await office.with(["HOTLINE_DATABASE": address]).expect(1, "order", "list")
      #expect(ended.stderr.contains("HOTLINE_DATABASE") && !ended.stderr.contains("\t"), "\(ended.stderr)")
      #expect(!ended.stderr.contains("secret"))
    }
    #expect(
      try await office.with(["HOTLINE_TIME_ZONE": "Mars/Base"]).expect(2, "order", "list").stderr.contains("Mars/Base"))
  }

  @Test func anImportThatAnotherHoldsUpLeavesWith75() async throws {
    let office = try await Office.onTestServer()
    let (list, map) = (
      try office.write(MadeLists.requests(4000), to: "list.csv"),
      try office.write(MadeLists.requestsMap, to: "map.yaml")
    )
    try await office.expect(0, "projection", "list")
    async let first = office.hotline(.importingRequests(list, map: map))
    async let second = office.hotline(.importingRequests(list, map: map))
    async let third = office.hotline(.importingRequests(list, map: map))
    let statuses = try await [first, second, third].map(\.status)
    #expect(statuses.contains(0) && statuses.contains(75), "\(statuses)")
    #expect(statuses.allSatisfy { $0 == 0 || $0 == 75 })
  }
}
