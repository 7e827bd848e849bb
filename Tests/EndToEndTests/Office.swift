import FoundationEssentials
import Glibc
import Postgres
import TestCluster
import Testing

/// An office of a test's own: a folder to work in and a database, both gone with the test process, however it ends.
struct Office: Sendable {
  /// Where the commands stand.
  let folder: String
  /// What the commands see.
  let environment: [String: String]

  /// Where the data folder of its commands is.
  var home: String { environment["HOTLINE_HOME"] ?? folder }

  /// On an empty database of the test server: fast.
  static func onTestServer() async throws -> Office {
    let address = try await TestCluster.database()
    let conninfo = try ["host", "dbname", "user"].map { key in
      "\(key)=\(try #require(address.parameter(key)))"
    }.joined(separator: " ")
    return try await Office(["HOTLINE_DATABASE": conninfo])
  }

  /// On a cluster that the first command makes, as on a new machine.
  static func onOwnCluster() async throws -> Office { try await Office([:]) }

  private init(_ special: [String: String]) async throws {
    folder = try await TestCluster.folder()
    environment = [
      "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": folder, "HOTLINE_HOME": "\(folder)/home",
      "HOTLINE_USER": "tester",
      "HOTLINE_TIME_ZONE": "Asia/Shanghai", "LC_ALL": "C.UTF-8", "TZ": "UTC",
      // The backtracer of a crash would hold our pipes while it reads symbols.
      "SWIFT_BACKTRACE": "enable=no",
    ].merging(special) { $1 }
  }

  private init(folder: String, environment: [String: String]) {
    self.folder = folder
    self.environment = environment
  }

  /// The same office seen with other variables; an empty value is an unset one.
  func with(_ variables: [String: String]) -> Office {
    Office(folder: folder, environment: environment.merging(variables) { $1 })
  }

  /// Runs a command.
  func hotline(
    _ arguments: String..., killAfter: Duration = .seconds(120), killOn sign: Int32? = nil,
    signal: Int32 = SIGKILL, closingOutputAfter byteLimit: Int? = nil
  ) async throws -> Hotline.Ended {
    try await hotline(
      arguments, killAfter: killAfter, killOn: sign, signal: signal, closingOutputAfter: byteLimit)
  }

  /// Runs a command.
  func hotline(
    _ arguments: [String], killAfter: Duration = .seconds(120), killOn sign: Int32? = nil,
    signal: Int32 = SIGKILL, closingOutputAfter byteLimit: Int? = nil
  ) async throws -> Hotline.Ended {
    try await Hotline.run(
      arguments, environment: environment, directory: folder, killAfter: killAfter, killOn: sign, signal: signal,
      closingOutputAfter: byteLimit)
  }

  /// Runs a command that must end with a status, and returns what it printed.
  @discardableResult
  func expect(
    _ status: Int32 = 0, _ arguments: String..., sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> Hotline.Ended {
    try await expect(status, arguments, sourceLocation: sourceLocation)
  }

  /// Runs a command that must end with a status, and returns what it printed.
  @discardableResult
  func expect(
    _ status: Int32 = 0, _ arguments: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> Hotline.Ended {
    let ended = try await hotline(arguments)
    #expect(
      ended.status == status, "hotline \(arguments.joined(separator: " ")): \(ended.stderr)",
      sourceLocation: sourceLocation)
    return ended
  }

  /// Copies a fixture into the folder, so that its rejects fall beside the copy, and returns its name there.
  func take(_ fixture: String) throws -> String {
    if !FileManager.default.fileExists(atPath: "\(folder)/\(fixture)") {
      try FileManager.default.copyItem(atPath: Fixtures.path(fixture), toPath: "\(folder)/\(fixture)")
    }
    return fixture
  }

  /// Writes a file into the folder, and returns its name there.
  func write(_ text: String, to name: String) throws -> String {
    try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)"))
    return name
  }

  /// Whether a file is in the folder.
  func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: "\(folder)/\(name)") }
}

/// The lists of the repository.
enum Fixtures {
  static func path(_ name: String) -> String { "\(repository)/fixtures/\(name)" }

  /// A file of the corpus that lies beside the repository; `nil` where it does not.
  static func corpus(_ name: String) -> String? {
    let path = "\(repository)/../shared/corpus/\(name)"
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }

  static func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: path(name))), as: UTF8.self)
  }

  static let repository = #filePath.split(separator: "/").dropLast(3).map { "/\($0)" }.joined()
}

extension Array where Element == String {
  /// The import of the clerk's list.
  static func importing(_ file: String, hidden: String? = "include", campaign: String = "spring") -> [String] {
    ["import", "run", file, "--as", "outreach", "--campaign", campaign] + (hidden.map { ["--hidden", $0] } ?? [])
  }

  /// The import of the city's requests.
  static func importingRequests(_ file: String, map: String) -> [String] {
    ["import", "run", file, "--as", "requests", "--map", map]
  }
}
