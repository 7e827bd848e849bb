import Foundation
import TestCluster

/// A folder of its own for one test, removed with the test's server.
struct Scratch {
  let path: String

  init() async throws { path = try await TestCluster.folder() }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  func bytes(_ name: String) throws -> Data { try Data(contentsOf: URL(filePath: file(name))) }

  func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: path) }
}
