import Domain
import EventStore
import FoundationEssentials

/// An order as its own stream has it, before any read model.
public struct LoadedOrder: Sendable {
  /// The order.
  public let order: Order
  /// How it moves.
  public let process: Domain.Process
  /// Its events, oldest first.
  public let events: [RecordedEvent]
  /// What is configured.
  public let definitions: Definitions

  /// Version of its stream.
  public var version: Int { events.last?.version ?? 0 }
}

/// What a command wrote, or would write.
public struct Outcome: Sendable {
  /// The order.
  public let no: OrderNumber
  /// The events, by stream.
  public let appends: [StreamAppend]
  /// Where they lie; `nil` for a rehearsal.
  public let positions: [Int64]?
  /// Who has it, where the command gave it to somebody.
  public var main: UnitKey?
}
