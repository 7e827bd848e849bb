import Postgres
import Projections

/// The rows of all tables of read models, as the database writes them, in one order.
struct Dump: Equatable, Sendable {
  private(set) var tables: [String: [String]] = [:]

  init(
    _ projections: [any Projection] = ReadModels.all, inThePast: Bool = false, on connection: Connection
  ) async throws {
    let names = projections.flatMap(\.tables).map { (name: $0, place: inThePast ? "read_past" : "read") }
    tables = try await connection.run { c in
      var tables: [String: [String]] = [:]
      for (name, place) in names {
        let table: SQL = "\(identifier: place).\(identifier: name)"
        tables[name] = try c.query("select t::text from \(table) as t order by 1").map { row in
          try row.decode(String.self)
        }
      }
      return tables
    }
  }

  /// The first differences, for the message of a test.
  func difference(from other: Dump) -> String {
    tables.keys.sorted().compactMap { name in
      let (mine, theirs) = (Set(tables[name] ?? []), Set(other.tables[name] ?? []))
      guard mine != theirs else { return nil }
      return
        "\(name): only here \(Array(mine.subtracting(theirs).sorted().prefix(3))), only there \(Array(theirs.subtracting(mine).sorted().prefix(3)))"
    }.joined(separator: "\n")
  }

  var rowCount: Int { tables.values.reduce(0) { $0 + $1.count } }
}

extension ProjectionRunner {
  /// Forgets all read models and brings them up to the head from nothing.
  func startAnew(_ connection: Connection) async throws {
    try await connection.run { c in _ = try c.execute("delete from projection") }
    try await catchUp(ReadModels.all)
  }
}
