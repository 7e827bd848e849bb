import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Postgres
import Projections

/// Who may count otherwise after a stretch of the log: the orders and people that it went on with, in portions that are asked
/// about one by one.
struct DiffSuspects: Sendable {
  /// A batch or command that went on with more than so many is one portion.
  private static let mostSingles = 20

  /// Who is asked about.
  private(set) var portions = Portions()
  /// What each portion is, by number.
  private(set) var reasons: [ReportDiff.Reason] = []
  /// Who is told together, by what they are told under.
  private(set) var crowds: [ReportDiff.Origin: DiffCrowd] = [:]

  /// Finds them.
  ///
  /// - Parameters:
  ///   - end: the end of the first report's time.
  ///   - models: what the report is read from, up to date: whoever is nobody's order or party need not be asked about.
  init(
    after: Int64, upTo: Int64, reportEnd end: Date, _ models: [any Projection], _ depth: ReportDiff.Depth,
    on connection: isolated Connection
  ) throws {
    let readsParties = models.contains { $0.name == Parties().name }
    let touches = try LogReader.touches(
      after: after, upTo: upTo, of: readsParties ? ["order", "party"] : ["order"], by: end, .ofReports, on: connection)
    var sizes: [LogTouch.Source: Int] = [:]
    for touch in touches { if let source = touch.source { sizes[source, default: 0] += touch.ids.count } }
    var places: [Together: Int] = [:]
    for touch in touches {
      if let source = touch.source, depth != .all, (sizes[source] ?? 0) > Self.mostSingles {
        let key = Together(source: source, causes: touch.causes)
        let place = places[key] ?? reasons.count
        if place == reasons.count { reasons.append(ReportDiff.Reason(origin: .init(source), causes: touch.causes)) }
        places[key] = place
        crowds[.init(source), default: DiffCrowd()].add(touch)
        add(touch.ids, of: touch, to: place)
      } else {
        for id in touch.ids {
          guard let origin = ReportDiff.Origin(category: touch.category, id: id) else { continue }
          reasons.append(ReportDiff.Reason(origin: origin, causes: touch.causes))
          add([id], of: touch, to: reasons.count - 1)
        }
      }
    }
    try portions.addKin(on: connection)
  }

  private struct Together: Hashable {
    let source: LogTouch.Source
    let causes: [ReportDiff.Cause]
  }

  private mutating func add(_ ids: [String], of touch: LogTouch, to place: Int) {
    for id in ids {
      switch ReportDiff.Origin(category: touch.category, id: id) {
      case .order(let no):
        portions.add(order: Int64(no.value), to: place)
        reasons[place].orders += 1
      case .party(let party): portions.add(party: party.uuid, to: place)
      case .batch, .command, .hidden, .time, .configuration, .definition, .parameters, .imports, .ranking, .unexplained,
        nil:
        break
      }
    }
    if ids.count == touch.ids.count { reasons[place].eventCount += touch.count }
    let known = reasons[place].positions ?? touch.positions
    reasons[place].positions =
      min(known.lowerBound, touch.positions.lowerBound)...max(known.upperBound, touch.positions.upperBound)
  }
}

extension ReportDiff.Origin {
  /// A batch or command.
  fileprivate init(_ source: LogTouch.Source) {
    switch source {
    case .batch(let id): self = .batch(id)
    case .command(let id): self = .command(id)
    }
  }

  /// The order or party of a stream.
  fileprivate init?(category: String, id: String) {
    if category == "order", let no = Int64(id) {
      self = .order(OrderNumber(stored: no))
    } else if category == "party", let party = UUID(uuidString: id) {
      self = .party(PartyID(party))
    } else {
      return nil
    }
  }

  /// The stream whose events are behind it; `nil` for what is more than one.
  var stream: StreamName? {
    switch self {
    case .order(let no): .order(no)
    case .party(let party): .party(party)
    case .batch, .command, .hidden, .time, .configuration, .definition, .parameters, .imports, .ranking, .unexplained:
      nil
    }
  }
}

extension LogTouch {
  /// What its events are to a report that ends at the instant that was asked about: what went on after the end changes
  /// nothing that the same order's late events do not.
  fileprivate var causes: [ReportDiff.Cause] {
    (isBefore ? [.late] : []) + (corrects ? [.correction] : []) + (isAfter && !isBefore ? [.later] : [])
  }
}

extension LogCorrections {
  /// What changes something that was counted, and does not happen to an order by itself.
  fileprivate static let ofReports = LogCorrections(
    types: [
      StoredName.orderEdited, .orderWithdrawn, .orderReinstated, .orderUnlinked, .orderProcessChanged, .orderUnassigned,
      .orderDueExtended, .orderLineVoided, .orderForgotten, .partyCorrected, .partyContactAdded, .partyContactRemoved,
      .partyMarked, .partyUnmarked, .partyMerged, .partyMergeUndone, .partyRelated, .partyUnrelated, .partyForgotten,
      .partyWithdrawn,
    ].map(\.rawValue), field: "undoes")
}
