import Domain
import EventCodec
import EventStore
import FoundationEssentials

/// What taking a command back came to.
public struct CommandUndo: Sendable {
  /// One order of the command.
  public struct Item: Sendable {
    /// The order.
    public let no: OrderNumber
    /// How many events of the command were undone, and how many stay because they do no harm.
    public let undone, left: Int
    /// Why nothing of it was undone; `nil` where it was.
    public let conflict: Conflict?
  }

  /// Why an order is left as it is.
  public enum Conflict: Sendable {
    /// Something happened to it since.
    case changedSince(EventType, by: String, at: Date)
    /// An event of this kind cannot be undone.
    case final(EventType)
    /// An order that hangs together with it is left as it is.
    case togetherWith(OrderNumber)
  }

  /// The command that was taken back.
  public let command: UUID
  /// Its orders, in the order of the log.
  public let items: [Item]
  /// The events that undo it.
  public let appends: [StreamAppend]
}

/// The orders of a command, those together that hang together in it: linked, or parent and child.
struct CommandTrace {
  /// In the order of the log.
  private(set) var groups: [[OrderNumber]] = []
  /// What the command did to each, in the order of its stream.
  private(set) var events: [OrderNumber: [RecordedEvent]] = [:]

  /// - Parameter parents: of those orders that have one.
  init(_ recorded: [RecordedEvent], parents: [OrderNumber: OrderNumber], _ codec: EventCodec) throws {
    var order: [OrderNumber] = []
    var ties = parents.map { ($0.key, $0.value) }
    for event in recorded {
      guard let no = event.stream.orderNumber else { continue }
      if events[no] == nil { order.append(no) }
      events[no, default: []].append(event)
      switch try codec.decode(event) {
      case .order(.linked(let link)): ties.append((no, link.other))
      case .order(.unlinked(let link)): ties.append((no, link.other))
      case .order, .party, .unit, .staff, .batch, .definition, .numbering, .campaign, .mailing, .reporting, .part,
        .article:
        break
      }
    }
    var leader: [OrderNumber: OrderNumber] = [:]
    func root(_ no: OrderNumber) -> OrderNumber {
      var no = no
      while let next = leader[no] { no = next }
      return no
    }
    for (one, other) in ties where events[one] != nil && events[other] != nil && root(one) != root(other) {
      leader[root(one)] = root(other)
    }
    var places: [OrderNumber: Int] = [:]
    for no in order {
      let root = root(no)
      if let place = places[root] {
        groups[place].append(no)
      } else {
        places[root] = groups.count
        groups.append([no])
      }
    }
  }
}
