import Domain
import EventCodec
import EventStore
import Foundation
import Testing

/// What was written once must be read for ever, and written again it must be the same bytes: a repeated command is known
/// by them. Never change a file in `fixtures/events`; a new shape is a new schema with a file of its own.
@Suite struct GoldenTests {
  private let codec = EventCodec()

  @Test(arguments: StoredName.allCases) func aStoredShapeIsForEver(name: StoredName) throws {
    let expected = try Golden(codec.encode(Samples.event(name), id: UUID(), at: Samples.instant, subject: "x-1"))
    let path = Golden.folder.appending(path: "\(name.rawValue).v1.json")
    let text = try? String(contentsOf: path, encoding: .utf8)
    let stored = try #require(
      text.flatMap(Golden.init(text:)), "\(path.lastPathComponent) is not there; it should be\n\(expected.text)")

    #expect(stored.text == text, "a golden file is three lines: type, data, personal")
    #expect(stored == expected)
    #expect(try codec.decode(stored.recorded) == Samples.event(name))
    let again = try codec.encode(codec.decode(stored.recorded), id: UUID(), at: Samples.instant, subject: "x-1")
    #expect(Golden(again) == stored)
    #expect(try JSONSerialization.jsonObject(with: Data(stored.text.utf8)) is [String: Any])
  }

  @Test(arguments: Samples.secondShapes.map(\.name)) func aSecondShapeIsForEver(name: StoredName) throws {
    let event = try #require(Samples.secondShapes.first { $0.name == name }).event
    let expected = try Golden(codec.encode(event, id: UUID(), at: Samples.instant, subject: "x-1"))
    let path = Golden.folder.appending(path: "\(name.rawValue).v2.json")
    let text = try? String(contentsOf: path, encoding: .utf8)
    let stored = try #require(
      text.flatMap(Golden.init(text:)), "\(path.lastPathComponent) is not there; it should be\n\(expected.text)")
    #expect(stored == expected)
    #expect(try codec.decode(stored.recorded) == event)
  }

  @Test func everyGoldenFileHasAName() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Golden.folder.path).filter { $0.hasSuffix(".json") }
    #expect(
      Set(files)
        == Set(StoredName.allCases.flatMap { name in (1...name.newestSchema).map { "\(name.rawValue).v\($0).json" } }))
  }
}

/// A file of three lines, so that the bytes of `data` and `personal` are found without parsing them.
private struct Golden: Equatable {
  static let folder = (0..<3).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }
    .appending(path: "fixtures/events")

  let type: String
  let data: String
  let personal: String?

  init(_ event: NewEvent) {
    type = "\(event.type)"
    data = event.data
    personal = event.personal?.data
  }

  init?(text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard lines.count == 4, lines[3].isEmpty,
      let type = lines[0].between("{\"type\":\"", "\","), let data = lines[1].between("\"data\":", ","),
      let personal = lines[2].between("\"personal\":", "}")
    else { return nil }
    self.type = type
    self.data = data
    self.personal = personal == "null" ? nil : personal
  }

  var text: String { "{\"type\":\"\(type)\",\n\"data\":\(data),\n\"personal\":\(personal ?? "null")}\n" }

  var recorded: RecordedEvent {
    let name = type.split(separator: ".v").first.map(String.init) ?? ""
    let schema = type.split(separator: ".v").last.flatMap { Int16($0) } ?? 0
    return .sample(EventType(name, schema: schema), data, personal: personal)
  }
}

extension String {
  fileprivate func between(_ prefix: String, _ suffix: String) -> String? {
    guard hasPrefix(prefix), hasSuffix(suffix) else { return nil }
    return String(dropFirst(prefix.count).dropLast(suffix.count))
  }
}
