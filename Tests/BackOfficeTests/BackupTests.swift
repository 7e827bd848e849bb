import EventStore
import FoundationEssentials
import Postgres
import TestCluster
import Testing

@testable import BackOffice

/// What a restore does with a backup that is whole and signed, and yet not the log that it says it is.
@Suite struct BackupTests {
  private static let now = Date(timeIntervalSince1970: 1_790_000_000)
  private static let environment = ["PATH": "/usr/bin:/bin"]

  private static func key() throws -> SigningKey { try SigningKey(seed: [UInt8](repeating: 5, count: 32)) }

  /// A log of some events in a database of its own.
  private static func log(_ actor: String) async throws -> Address {
    let address = try await TestCluster.database()
    let session = try await Session.open(
      address, actor: actor, officeZone: .gmt, now: now, randomBytes: { [UInt8](repeating: 1, count: $0) })
    await session.close()
    return address
  }

  /// The parts of a backup by their names.
  private static func parts(_ path: String) throws -> [String: [UInt8]] {
    let reader = try BackupReader(path)
    var parts: [String: [UInt8]] = [:]
    for name in ["README.txt", "log.dump", "delivery.csv", "delivery_mark.csv", "seal.txt", "log.pub"] {
      var pieces = BackupReader.Pieces(reader, name)
      while true {
        let bytes = try pieces.next()
        if bytes.isEmpty { break }
        parts[name, default: []] += bytes
      }
    }
    return parts
  }

  private static func write(_ parts: [String: [UInt8]], to path: String) throws {
    let writer = try BackupWriter(path, replacing: true, date: 0)
    for (name, bytes) in parts {
      try writer.begin(name)
      try writer.append(bytes)
      try writer.end()
    }
    _ = try writer.commit(key())
  }

  @Test func aBackupTakesThePlaceOfNoneThatWasFaster() async throws {
    let path = try await TestCluster.folder() + "/a.backup"
    let writer = try BackupWriter(path, replacing: false, date: 0)
    try Data("first".utf8).write(to: URL(filePath: path))
    #expect(throws: BackupError.self) { _ = try writer.commit(Self.key()) }
    #expect(try Data(contentsOf: URL(filePath: path)) == Data("first".utf8))
    let other = try BackupWriter(path, replacing: true, date: 0)
    #expect(try other.commit(Self.key()) == Data(contentsOf: URL(filePath: path)).count)
  }

  @Test func anotherLogThanTheSealedOneIsRemovedAgain() async throws {
    let folder = try await TestCluster.folder()
    let (one, other) = (try await Self.log("one"), try await Self.log("other"))
    for (address, name) in [(one, "one"), (other, "other")] {
      _ = try await Backup(address, environment: Self.environment).write(
        to: "\(folder)/\(name)", replacing: false, key: Self.key(), at: Self.now)
    }
    var parts = try Self.parts("\(folder)/one")
    let good = parts
    parts["log.dump"] = try Self.parts("\(folder)/other")["log.dump"]
    try Self.write(parts, to: "\(folder)/mixed")
    // A dump that is cut although all sums fit, and one that is none.
    parts["log.dump"] = good["log.dump"]?.dropLast(200)
    try Self.write(parts, to: "\(folder)/short")
    parts["log.dump"] = Array("select 1".utf8)
    try Self.write(parts, to: "\(folder)/text")
    parts = good
    parts["delivery.csv"] = Array("key,delivered_at\n1,2".utf8)
    try Self.write(parts, to: "\(folder)/deliveries")

    let target = try await TestCluster.database()
    let connection = try await Connection.open(target)
    let publicKey = try Self.key().publicKey
    for name in ["mixed", "short", "text", "deliveries"] {
      await #expect(throws: (any Error).self, "\(name)") {
        _ = try await Backup(target, environment: Self.environment).restore(
          from: "\(folder)/\(name)", publicKey: publicKey)
      }
      let left = try await connection.run { c in
        try c.query("select count(*) from pg_namespace where nspname = 'log' or nspname like 'read%'").only()
          .decode(Int64.self)
      }
      #expect(left == 0, "\(name)")
    }
    let summary = try await Backup(target, environment: Self.environment).restore(
      from: "\(folder)/one", publicKey: publicKey)
    #expect(summary.seal.position > 0)
    // What came back is sealed as before.
    #expect(try LogSeal(text: String(decoding: good["seal.txt"] ?? [], as: UTF8.self)) == summary.seal)
  }

  @Test func othersMayAppendWhileItIsWritten() async throws {
    let folder = try await TestCluster.folder()
    let address = try await Self.log("one")
    let session = try await Session.open(
      address, actor: "two", officeZone: .gmt, now: Self.now, randomBytes: { [UInt8](repeating: 2, count: $0) })
    async let writing = Backup(address, environment: Self.environment).write(
      to: "\(folder)/a", replacing: false, key: Self.key(), at: Self.now)
    for n in 0..<40 {
      let event = NewEvent(
        id: EventID.ofContent(["\(n)"]), type: EventType("thing.done"), occurredAt: Self.now, data: "{}")
      _ = try await session.store.append(
        [StreamAppend(StreamName("thing", n % 3), expected: .any, [event])], by: Authorship(actor: "two"))
    }
    let written = try await writing
    let target = try await TestCluster.database()
    let restored = try await Backup(target, environment: Self.environment).restore(from: "\(folder)/a", publicKey: nil)
    #expect(restored.seal == written.seal)
    let store = try await Session.open(
      target, actor: "three", officeZone: .gmt, now: Self.now, randomBytes: { [UInt8](repeating: 2, count: $0) })
    #expect(try await store.store.head() == written.seal.position)
  }

  @Test func archivesAreReadAsTheyWereWritten() throws {
    for size in [0, 1, 511, 512, 8 << 30, 1 << 40] {
      let block = TarHeader(name: "log.dump", size: size).block(date: 1_790_000_000)
      let read = TarHeader(block: block)
      #expect(read?.size == size && read?.name == "log.dump")
      for place in [0, 99, 124, 130, 150, 156, 300] {
        var altered = block
        altered[place] ^= 4
        #expect(TarHeader(block: altered) == nil, "size \(size), byte \(place)")
      }
    }
  }
}
