import Foundation
import TestCluster
import Testing

/// A made list and what must become of its rows, as `fixtures/generate/lists.py` tells.
struct MessyList: Decodable, Sendable {
  /// A row below the heading.
  struct Row: Decodable, Sendable {
    let row: Int
    let kinds: [String]
    let outcome: String
    let reason: String?
    let sameAs: Int?
    /// Number, extension, label; the empty text where there is none.
    let numbers: [[String]]?
    let name: String?
    /// `2024-03-01`, or with a time behind a space.
    let due: String?
  }

  let file: String
  let kinds: [String]
  let areaCode: String?
  let hidden: String?
  let dates: String?
  let sheet: String?
  let refused: String?
  let heading: Int
  let listSheet: String
  let skippedSheets: [String]
  let encoding: String?
  let delimiter: String?
  let hiddenRows: Int
  let campaign: String
  let book: [String]
  let rows: [Row]

  static let canBeMade = ["/usr/bin/env"].allSatisfy { path in
    let process = Foundation.Process()
    process.executableURL = URL(filePath: path)
    process.arguments = ["python3", "--version"]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }

  /// Makes the lists of some seeds in a folder of their own, and the names of all kinds of mess there are.
  static func make(seeds: Range<Int>) async throws -> (folder: String, lists: [MessyList], catalogue: Set<String>) {
    let folder = try await TestCluster.folder()
    let process = Foundation.Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    // No byte code beside the sources.
    process.arguments = [
      "python3", "-B", "\(repository)/fixtures/generate/lists.py", "--seeds", "\(seeds.lowerBound)", "\(seeds.count)",
      "--out", folder,
    ]
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    let truth = try String(contentsOfFile: folder + "/truth.jsonl", encoding: .utf8)
    let lists = try truth.split(separator: "\n").map { try JSONDecoder().decode(Self.self, from: Data($0.utf8)) }
    let names = try Data(contentsOf: URL(filePath: folder + "/catalogue.json"))
    return (folder, lists, Set(try JSONDecoder().decode([String].self, from: names)))
  }

  /// This file lies two folders below the repository.
  private static let repository = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
}
