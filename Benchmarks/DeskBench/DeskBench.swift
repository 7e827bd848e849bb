import Domain
import EventStore
import Foundation
import Postgres
import Projections

/// Measures what a dispatcher asks, on the read models of ten million orders.
///
///     DeskBench FOLDER [--orders 10000000] [--rounds 11] [--keep]
///
/// The tables are filled directly, in the shape in which the projections make them; the log of so many orders would take
/// hours. Prints a line a question, medians over the rounds; ends with 1 when a promise is not kept.
@main
struct DeskBench {
  static func main() async throws {
    let arguments = Arguments(CommandLine.arguments.dropFirst())
    let server = try await DeskServer.start(in: arguments.folder + "/server")
    let isKept: Bool
    do {
      isKept = try await measure(arguments, server)
    } catch {
      try await server.stop()
      throw error
    }
    try await server.stop()
    if !arguments.isKept { try? FileManager.default.removeItem(atPath: arguments.folder) }
    exit(isKept ? 0 : 1)
  }

  private static func measure(_ arguments: Arguments, _ server: DeskServer) async throws -> Bool {
    let connection = try await Connection.open(server.address)
    let office = MadeOffice(orders: arguments.orders)
    let begin = ContinuousClock.now
    let size = try await office.fill(connection) { say($0) }
    say("")
    let seconds = (ContinuousClock.now - begin).seconds
    print(
      "\(grouped(office.orders)) orders, \(grouped(office.open)) of them open, \(grouped(office.titles)) with words, "
        + "\(MadeOffice.units) units: filled in \(Int(seconds)) s, \(size)\n")
    var figures: [Figure] = []
    for question in Question.all(office) {
      say(question.name)
      figures.append(try await question.measure(rounds: arguments.rounds, connection))
    }
    say("")
    await connection.close()
    print(Figure.table(figures))
    return figures.allSatisfy(\.isKept)
  }

  private static func say(_ line: String) {
    FileHandle.standardError.write(Data("\r\u{1B}[K\(line)".utf8))
  }
}

/// What was asked for.
struct Arguments {
  var folder = "bench/desk"
  var orders = 10_000_000
  var rounds = 11
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

/// The private server that is measured, as a small machine has it.
struct DeskServer {
  private let cluster: Cluster
  let address: Address

  static func start(in folder: String) async throws -> DeskServer {
    let cluster = Cluster(folder: folder)
    let admin = try await Connection.open(try await cluster.start())
    try await admin.run { c in
      try c.execute("alter system set shared_buffers = '2GB'")
      try c.execute("alter system set maintenance_work_mem = '512MB'")
      try c.execute("alter system set max_wal_size = '8GB'")
      // Nothing here must outlive a crash: only questions are measured.
      try c.execute("alter system set fsync = off")
      try c.execute("alter system set synchronous_commit = off")
      try c.execute("alter system set wal_level = minimal")
      try c.execute("alter system set max_wal_senders = 0")
    }
    await admin.close()
    try await cluster.stop()
    return DeskServer(cluster: cluster, address: try await cluster.start())
  }

  func stop() async throws { try await cluster.stop() }
}

extension Duration {
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}

/// `1234567` as `1,234,567`.
func grouped(_ number: Int) -> String {
  var digits = String(number)
  var groups: [String] = []
  while digits.count > 3 {
    groups.insert(String(digits.suffix(3)), at: 0)
    digits.removeLast(3)
  }
  return ([digits] + groups).joined(separator: ",")
}
