import Domain
import Foundation
import Postgres
import Projections

/// Measures what an analyst asks, on the read models of ten million orders of five years.
///
///     ReportBench FOLDER [--orders 10000000] [--rounds 5] [--keep]
///
/// The tables are filled directly, in the shape in which the projections make them; the log of so many orders would take
/// hours. Prints a line a question, medians over the rounds; ends with 1 when a promise is not kept.
@main
struct ReportBench {
  static func main() async throws {
    let arguments = Arguments(CommandLine.arguments.dropFirst())
    let cluster = Cluster(folder: arguments.folder + "/server")
    let isKept: Bool
    do {
      isKept = try await measure(arguments, cluster)
    } catch {
      try await cluster.stop()
      throw error
    }
    try await cluster.stop()
    if !arguments.isKept { try? FileManager.default.removeItem(atPath: arguments.folder) }
    exit(isKept ? 0 : 1)
  }

  private static func measure(_ arguments: Arguments, _ cluster: Cluster) async throws -> Bool {
    let admin = try await Connection.open(try await cluster.start())
    try await admin.run { c in
      try c.execute("alter system set shared_buffers = '2GB'")
      try c.execute("alter system set maintenance_work_mem = '512MB'")
      try c.execute("alter system set max_wal_size = '8GB'")
      // Nothing here must outlive a crash: only questions are measured.
      try c.execute("alter system set fsync = off")
      try c.execute("alter system set wal_level = minimal")
      try c.execute("alter system set max_wal_senders = 0")
    }
    await admin.close()
    try await cluster.stop()
    let connection = try await Connection.open(try await cluster.start())
    let office = MadeFacts(orders: arguments.orders)
    let begin = ContinuousClock.now
    let size = try await office.fill(connection, say)
    say("")
    print(
      "\(arguments.orders) orders of five years, \(office.open) of them open, \(MadeFacts.units) units, "
        + "60 classes in three levels: filled in \(Int((ContinuousClock.now - begin) / .seconds(1))) s, \(size)\n")
    var figures: [Figure] = []
    for question in Question.all {
      say(question.name)
      figures.append(try await question.measure(rounds: arguments.rounds, connection))
    }
    say("")
    await connection.close()
    print(Figure.table(figures))
    return figures.allSatisfy(\.isKept)
  }

  @Sendable private static func say(_ line: String) {
    FileHandle.standardError.write(Data("\r\u{1B}[K\(line)".utf8))
  }
}

/// What was asked for.
struct Arguments {
  var folder = "bench/reports"
  var orders = 10_000_000
  var rounds = 5
  var isKept = false

  init(_ words: ArraySlice<String>) {
    var words = words
    if let first = words.first, !first.hasPrefix("--") { folder = words.removeFirst() }
    while let word = words.popFirst() {
      switch word {
      case "--orders": orders = words.popFirst().flatMap { Int($0) } ?? orders
      case "--rounds": rounds = words.popFirst().flatMap { Int($0) } ?? rounds
      case "--keep": isKept = true
      default: FileHandle.standardError.write(Data("unknown: \(word)\n".utf8))
      }
    }
  }
}
