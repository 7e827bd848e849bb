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

  /// Where the board stands in this transaction.
  init(on connection: isolated Connection) throws {
    let board = OrderBoard()
    let rows = try connection.query(
      """
      select p.position, e.recorded_at from projection p left join log.events e using (position)
        where p.name = \(board.name) and p.version = \(Int32(board.version))
      """)
    guard let row = rows.first else { throw ReportError.boardMissing }
    (position, recordedAt) = try row.decode(Int64.self, Date?.self)
  }
}

/// What the tables of a report are read with.
struct ReportContext: Sendable {
  let request: ReportRequest
  let basis: ReportBasis
  /// What was configured at the position.
  let definitions: Definitions

  init(_ request: ReportRequest, on connection: isolated Connection) throws {
    self.request = request
    basis = try ReportBasis(on: connection)
    definitions = try ProjectionRunner.definitions(upTo: basis.position, EventCodec(), on: connection)
    if let process = request.scope.process, definitions.process(ProcessKey(rawValue: process)) == nil {
      throw ReportError.noSuchProcess(process, known: definitions.all.map(\.key.rawValue))
    }
    if let unit = request.scope.unit {
      let units = try OrderBoard.units(on: connection)
      guard units.contains(unit) else { throw ReportError.noSuchUnit(unit, known: units) }
    }
  }

  func words(_ words: Words) -> String { words(request.language) }

  func unit(_ code: String?) -> ReportValue { .text(code ?? words(.init(zh: "（未派单位）", en: "(no unit)"))) }
  func category(_ code: String?) -> ReportValue { .text(code ?? words(.init(zh: "（未分类）", en: "(no category)"))) }
  func channel(_ code: String?) -> ReportValue { .text(code ?? words(.init(zh: "（未注明）", en: "(not given)"))) }

  func process(_ key: ProcessKey) -> ReportValue {
    .text(words(Words(definitions.process(key)?.labels, key: key.rawValue)))
  }

  /// By the newest version of the process; a state that it no longer has goes by its key.
  func state(_ key: StateKey, of process: ProcessKey) -> ReportValue {
    .text(words(Words(definitions.process(process)?.state(key)?.labels, key: key.rawValue)))
  }

  func kind(_ kind: StateKind) -> ReportValue {
    let label =
      switch kind {
      case .open: Words(zh: "未办结", en: "open")
      case .done: Words(zh: "已办结", en: "done")
      case .closed: Words(zh: "已关闭", en: "closed")
      case .cancelled: Words(zh: "已取消", en: "cancelled")
      }
    return .text(words(label))
  }
}
