import Foundation
import Postgres

/// The private server that is measured: the settings of a small production machine, in a folder of its own.
struct BenchServer {
  private let cluster: Cluster
  private let address: Address
  /// The server's first process; all others are its children.
  let postmaster: Int

  /// Starts a server in a folder, which it makes.
  static func start(in folder: String) async throws -> BenchServer {
    let cluster = Cluster(folder: folder)
    let admin = try await Connection.open(try await cluster.start())
    try await admin.run { c in
      try c.execute("alter system set shared_buffers = '1GB'")
      try c.execute("alter system set max_wal_size = '4GB'")
      // Segments of the write-ahead log are kept and used again: making new ones is not what is measured.
      try c.execute("alter system set min_wal_size = '2GB'")
      try c.execute("alter system set wal_compression = off")
    }
    await admin.close()
    try await cluster.stop()
    let address = try await cluster.start()
    guard case .running(let server) = try cluster.status() else { throw BenchError.noServer }
    let bench = BenchServer(cluster: cluster, address: address, postmaster: server.processID)
    try await bench.warmUp()
    return bench
  }

  /// Fills the segments of the write-ahead log once.
  private func warmUp() async throws {
    try await inFreshDatabase { address in
      let connection = try await Connection.open(address)
      try await connection.run { c in
        try c.execute("create table filling as select repeat('x', 2000) as text from generate_series(1, 700000)")
      }
      await connection.close()
    }
  }

  /// Stops it; what it holds stays in its folder.
  func stop() async throws { try await cluster.stop() }

  /// Runs a measurement in a fresh database, on flushed buffers, and drops the database.
  func inFreshDatabase<R>(_ body: (Address) async throws -> R) async throws -> R {
    let admin = try await Connection.open(address)
    let name = "bench_\(UInt32.random(in: 0...UInt32.max))"
    try await admin.run { c in
      try c.execute("create database \(identifier: name)")
      // What an earlier measurement left to write is not this one's to pay.
      try c.execute("checkpoint")
    }
    let result = try await body(address.database(name))
    try await admin.run { c in try c.execute("drop database \(identifier: name) with (force)") }
    await admin.close()
    return result
  }

  /// Seconds of processor time that the server's processes have used, those that ended included.
  func processorSeconds() -> Double {
    // cutime and cstime of proc(5): what its ended children used, in hundredths of a second.
    let ended = fields(of: postmaster).dropFirst(13).prefix(2).compactMap { Double($0) }
    var nanoseconds = ended.reduce(0, +) * 1e7
    for name in (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? [] {
      guard let process = Int(name), process == postmaster || parent(of: process) == postmaster else { continue }
      // schedstat: time on the processor in ns, time waiting for one, slices (Documentation/scheduler/sched-stats).
      let text = try? String(contentsOfFile: "/proc/\(name)/schedstat", encoding: .utf8)
      nanoseconds += text?.split(separator: " ").first.flatMap { Double($0) } ?? 0
    }
    return nanoseconds / 1e9
  }

  private func parent(of process: Int) -> Int? {
    fields(of: process).dropFirst().first.flatMap { Int($0) }
  }

  /// The fields of /proc/PID/stat from `state` on.
  private func fields(of process: Int) -> [Substring] {
    // "pid (name) state ppid …": the name may hold spaces, so count from its closing bracket.
    guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
      let bracket = text.lastIndex(of: ")")
    else { return [] }
    return text[text.index(after: bracket)...].split(separator: " ")
  }
}

/// Why a benchmark gave up.
enum BenchError: Error {
  case noServer
  case libpq(String)
  case unknownSection(String)
  case wrong(String)
}

/// Seconds of processor time of this process, user and system.
func ownProcessorSeconds() -> Double {
  var time = timespec()
  _ = unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
