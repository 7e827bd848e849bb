import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Postgres
import Projections

/// What a report stands on: the state of the log that all its tables are read from.
public struct ReportBasis: Sendable, Equatable {
  /// The last event that is counted; 0 for an empty log.
  public let position: Int64
  /// When the log learned of it; `nil` for an empty log.
  public let recordedAt: Date?
  /// The log's chain hash there, in 64 hexadecimal digits.
  public let chainHash: String
  /// The beginning of the chain hash of the log's first event; `nil` for an empty log.
  public let log: String?

  /// Where the board stands in this transaction.
  init(on connection: isolated Connection) throws {
    let board = OrderBoard()
    let rows = try connection.query(
      """
      select p.position, e.recorded_at, encode(e.hash, 'hex')
        from projection p left join log.events e using (position)
        where p.name = \(board.name) and p.version = \(Int32(board.version))
      """)
    guard let row = rows.first else { throw ReportError.boardMissing }
    let hash: String?
    (position, recordedAt, hash) = try row.decode(Int64.self, Date?.self, String?.self)
    chainHash = hash ?? String(repeating: "0", count: 64)
    log = try LogReader.name(on: connection)
  }
}

/// What the tables of a report are read with.
struct ReportContext: Sendable {
  let request: ReportRequest
  let basis: ReportBasis
  /// What was configured at the position.
  let definitions: Definitions
  /// The way from the topic to every category, as the trees read at the end of the report's time.
  let categoryPaths: [String: [CategoryTree.Node]]
  /// The organisation as it was at the end of the report's time.
  let units: UnitTree

  init(_ request: ReportRequest, on connection: isolated Connection) throws {
    self.request = request
    basis = try ReportBasis(on: connection)
    definitions = try ProjectionRunner.definitions(upTo: basis.position, EventCodec(), on: connection)
    let known = definitions
    let trees = known.categoryTrees.compactMap { known.categories($0.key, at: request.asOf) }
    categoryPaths = Dictionary(
      trees.flatMap { tree in tree.all.map { ($0.node.key, tree.path(to: $0.node.key)) } }
    ) { first, _ in first }
    let tree = try Units.tree(asOf: request.asOf, on: connection)
    // What was first set up holds for all time before: a history that is imported is older.
    units = tree.count == 0 ? try Units.tree(asOf: nil, on: connection) : tree
    if let process = request.scope.process, definitions.process(ProcessKey(rawValue: process)) == nil {
      throw ReportError.noSuchProcess(process, known: definitions.all.map(\.key.rawValue))
    }
    // A unit of the tree may have no orders of its own, and be asked for all the same.
    if let unit = request.scope.unit, request.scope.subtree == nil {
      let units = try OrderBoard.units(on: connection)
      guard units.contains(unit) || UnitKey(unit).map({ self.units[$0] != nil }) == true else {
        let now = try Units.tree(asOf: nil, on: connection)
        func isThere(_ code: String) -> Bool { UnitKey(code).map { !now.subtree(of: $0).isEmpty } ?? false }
        if isThere(unit) { throw ReportError.unitNotYet(unit) }
        // Work may be with people, who are no units.
        throw ReportError.noSuchUnit(unit, known: now.count == 0 ? units : units.filter(isThere))
      }
    }
  }
}
