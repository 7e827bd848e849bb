import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Postgres
import Projections

extension Session {
  /// Puts a file to an order: its content into the store first, then the event, so that no event names a content that
  /// never came.
  ///
  /// - Parameters:
  ///   - path: the file, which stays where it is.
  ///   - name: what it is called on the order; its own name where not given.
  public func attach(
    _ path: String, to no: OrderNumber, as purpose: OrderFileAttached.Purpose, name: String? = nil,
    in contents: ContentStore, at instant: Date, isRehearsal: Bool = false
  ) async throws -> Outcome {
    let (content, byteCount) = try ContentStore.digest(of: path)
    let ownName = path.split(separator: "/").last.map(String.init)
    let file = OrderFileAttached(
      content: content, byteCount: byteCount, mediaType: MediaType.ofName(ownName ?? ""), purpose: purpose,
      name: name ?? ownName)
    // What the order refuses is not stored.
    let rehearsed = try await perform(.attach(file), on: no, at: instant, isRehearsal: true)
    guard !isRehearsal else { return rehearsed }
    guard try contents.put(path).content == content else { throw OfficeError.keepsChanging(path) }
    return try await perform(.attach(file), on: no, at: instant)
  }

  /// The contents that only the orders of somebody refer to, for whoever forgets them.
  func contents(onlyOf subject: Subject, parts: [Erasure.Part]) async throws -> [ContentDigest] {
    guard
      try await connection.run({ try LogReader.holds(anyOf: [StoredName.orderFileAttached.rawValue], on: $0) })
    else { return [] }
    try await catchUp([OrderFiles(), OrderBoard()])
    var numbers = Set(parts.compactMap(\.stream.orderNumber))
    for one in try await everybody(in: subject) {
      switch one {
      case .order(let no): numbers.insert(no)
      case .party(let id):
        numbers.formUnion(try await connection.run { try OrderBoard.orders(of: id, on: $0).map(\.no) })
      }
    }
    let orders = Array(numbers)
    return try await connection.run { connection in
      try OrderFiles.contents(onlyOf: orders, on: connection).compactMap { ContentDigest($0) }
    }
  }

  /// Removes the contents of files that only the orders of somebody refer to; returns how many went.
  ///
  /// - Parameter parts: what was erased: it leads to orders that stand on no list.
  public func forgetFiles(
    of subject: Subject, parts: [Erasure.Part], in contents: ContentStore
  ) async throws -> Int {
    var count = 0
    for content in try await self.contents(onlyOf: subject, parts: parts)
    where contents.condition(of: content) != .missing {
      try contents.remove(content)
      count += 1
    }
    return count
  }

  /// Whether any file was ever put to an order.
  public func hasFiles() async throws -> Bool {
    try await connection.run { try LogReader.holds(anyOf: [StoredName.orderFileAttached.rawValue], on: $0) }
  }

  /// Holds the store against the log: every content an order refers or referred to, and every one that none does.
  ///
  /// Reads every content. A content of files that were all taken off, or whose people were forgotten, may be missing.
  public func checkFiles(in contents: ContentStore) async throws -> [FileCheck] {
    try require(.databaseKeep)
    try await catchUp([OrderFiles(), ReportFiles()])
    let lines = try await connection.run { try OrderFiles.list(on: $0) }
    var checks: [FileCheck] = []
    var known: Set<String> = []
    for line in lines {
      guard let content = ContentDigest(line.content) else { continue }
      known.insert(line.content)
      let condition = contents.condition(of: content)
      checks.append(
        FileCheck(
          content: content, byteCount: line.byteCount, orders: line.orders, first: line.first,
          isForgotten: condition == .missing ? try await isForgotten(content, on: line.first) : false,
          condition: condition))
    }
    // Reports that were made by themselves are kept there, too.
    for (digits, byteCount) in try await connection.run({ try ReportFiles.contents(on: $0) }) {
      guard known.insert(digits).inserted, let content = ContentDigest(digits) else { continue }
      let condition = contents.condition(of: content)
      guard condition != .whole else { continue }
      checks.append(
        FileCheck(
          content: content, byteCount: byteCount, orders: 0, first: nil, isForgotten: false, condition: condition))
    }
    for content in try contents.all() where !known.contains(content.rawValue) {
      checks.append(
        FileCheck(
          content: content, byteCount: nil, orders: 0, first: nil, isForgotten: false,
          condition: contents.condition(of: content)))
    }
    return checks
  }

  /// Whether the name of a file went with the people whose order it was on: then its content did, too.
  private func isForgotten(_ content: ContentDigest, on no: OrderNumber) async throws -> Bool {
    try await store.read(.order(no)).contains { recorded in
      guard recorded.isErased, case .order(.fileAttached(let file)) = try codec.decode(recorded) else { return false }
      return file.content == content
    }
  }
}

/// A content held against the log.
public struct FileCheck: Sendable {
  /// The content.
  public let content: ContentDigest
  /// Bytes, as the log has it; `nil` where no order refers to it.
  public let byteCount: Int?
  /// How many orders have it now.
  public let orders: Int
  /// One of the orders that have or had it.
  public let first: OrderNumber?
  /// The people whose order it was on were forgotten.
  public let isForgotten: Bool
  /// What became of it.
  public let condition: ContentStore.Condition
}

/// Media types (RFC 6838) by the endings of names.
enum MediaType {
  /// The type that a name tells; `application/octet-stream` where it tells none.
  static func ofName(_ name: String) -> String {
    let ending = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
    return endings[ending] ?? "application/octet-stream"
  }

  private static let endings = [
    "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "gif": "image/gif", "webp": "image/webp",
    "tif": "image/tiff", "tiff": "image/tiff", "pdf": "application/pdf", "txt": "text/plain", "md": "text/markdown",
    "html": "text/html", "htm": "text/html", "csv": "text/csv", "json": "application/json", "eml": "message/rfc822",
    "wav": "audio/wav", "mp3": "audio/mpeg", "ogg": "audio/ogg", "m4a": "audio/mp4", "amr": "audio/amr",
    "mp4": "video/mp4", "zip": "application/zip", "ofd": "application/ofd", "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  ]
}
