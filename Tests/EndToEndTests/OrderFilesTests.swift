import FoundationEssentials
import Testing

/// Files of orders: kept by their checksums, backed up, forgotten.
@Suite struct OrderFilesTests {
  private struct Line: Decodable {
    let type: String
    let data: Data
    struct Data: Decodable { let no, content: String? }
  }

  private static func office() async throws -> (Office, no: String) {
    let plain = try await Office.onTestServer()
    let office = plain.with(["HOTLINE_FILES": "\(plain.folder)/files"])
    let opened = try await office.expect(
      0, "order", "open", "--process", "complaint", "--title", "Leak", "--phone", "13900001234", "--name", "样例",
      "--format", "ndjson"
    ).ndjson(Line.self)
    return (office, try #require(opened.first { $0.type.hasPrefix("order.opened") }?.data.no))
  }

  @Test func aFileComesBackAsItWasOrNotAtAll() async throws {
    let (office, no) = try await Self.office()
    let file = try office.write("a photo", to: "leak.jpg")
    let attached = try await office.expect(
      0, "order", "attach", no, file, "--purpose", "photo", "--format", "ndjson"
    ).ndjson(Line.self)
    let content = try #require(attached.first?.data.content)
    #expect(content.utf8.count == 64 && office.has("files/\(content.prefix(2))/\(content)"))
    #expect(try await office.expect(5, "order", "attach", no, file).stderr.contains("already"))
    #expect(try await office.expect(0, "order", "files", no, "--get", "leak.jpg", "--to", "-").stdout == "a photo")
    try await office.expect(0, "order", "files", no, "--get", String(content.prefix(8)), "--to", "out.jpg")
    #expect(office.has("out.jpg"))
    try await office.expect(0, "db", "files")
    try Data("another".utf8).write(to: URL(filePath: "\(office.folder)/files/\(content.prefix(2))/\(content)"))
    #expect(try await office.expect(65, "order", "files", no, "--get", "leak.jpg", "--to", "-").stdout.isEmpty)
    #expect(try await office.expect(65, "db", "files").stdout.contains("damaged"))
    // What comes again mends it.
    try await office.expect(0, "order", "detach", no, "leak.jpg", "--reason", "blurred")
    try await office.expect(0, "order", "attach", no, file)
    try await office.expect(0, "db", "files")
    let plain = office.with(["HOTLINE_FILES": ""])
    #expect(try await plain.expect(2, "order", "attach", no, file).stderr.contains("HOTLINE_FILES"))
  }

  @Test func aBackupTakesFilesAlongAndForgettingRemovesThem() async throws {
    let (office, no) = try await Self.office()
    let file = try office.write("a letter", to: "letter.txt")
    try await office.expect(0, "order", "attach", no, file, "--purpose", "letter")
    try await office.expect(0, "db", "backup", "a.backup")
    let plain = try await Office.onTestServer()
    #expect(
      try await plain.expect(2, "db", "restore", "\(office.folder)/a.backup").stderr.contains("HOTLINE_FILES"))
    let other = plain.with(["HOTLINE_FILES": "\(plain.folder)/contents"])
    try await other.expect(0, "db", "restore", "\(office.folder)/a.backup")
    #expect(try await other.expect(0, "order", "files", no, "--get", "letter.txt", "--to", "-").stdout == "a letter")
    try await other.expect(
      0, "party", "forget", "13900001234", "--reason", "erasure-request", "--yes", "--even-open")
    let checked = try await other.expect(0, "db", "files", "--all", "--format", "csv").stdout
    #expect(checked.contains("forgotten"))
    #expect(
      try FileManager.default.subpathsOfDirectory(atPath: "\(plain.folder)/contents").allSatisfy { $0.count < 64 })
  }
}
