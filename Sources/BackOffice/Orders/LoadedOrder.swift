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
  /// It is secret, and its words were taken away for whoever looks.
  public var isMasked = false

  /// The office's calendar.
  public var calendar: WorkCalendar { definitions.calendar }

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
  /// The command, for who wants to take it back; one for all orders of a bulk.
  public var command: UUID?
  /// What was to follow for other orders and was not possible.
  public var unfollowed: [Unfollowed] = []

  /// Something that was to follow for another order and was not possible.
  public struct Unfollowed: Sendable {
    /// The other order.
    public let no: OrderNumber
    /// What it was to do.
    public let action: ActionKey
    /// Why it did not.
    public let refusal: OrderRefusal
  }
}
