import Domain
import FoundationEssentials
import Projections

/// Whom somebody wants called or written to.
public struct Audience: Sendable {
  /// Where they are found.
  public enum Source: Sendable {
    /// Whom orders are for: each target names its order.
    case orders(BoardQuery)
    /// People of the book.
    case parties(PartyQuery)

    /// As it stands in the log.
    var name: String {
      switch self {
      case .orders: "orders"
      case .parties: "parties"
      }
    }
  }

  /// Where they are found.
  public var source: Source
  /// How many of those that can be reached; `nil` for all.
  public var sampling: Sampling?
  /// What was asked for, as it was typed.
  public var filter: String?

  /// An audience.
  public init(_ source: Source, sampling: Sampling? = nil, filter: String? = nil) {
    self.source = source
    self.sampling = sampling
    self.filter = filter
  }
}

/// Why somebody who was found is not called or written to.
public enum PassedOver: String, Sendable, CaseIterable {
  /// The order is for nobody in the book, or they were forgotten.
  case nobody
  /// The order is secret, and whoever asks may not read it.
  case secret
  /// They were found before, by another order.
  case samePerson = "same-person"
  /// There is no telephone number.
  case noNumber = "no-number"
  /// There is a fax machine, and no telephone.
  case faxOnly = "fax-only"
  /// Their number is an emergency service's, and nobody's own.
  case emergencyNumber = "emergency-number"
  /// There is no address to write to.
  case noAddress = "no-address"
  /// There is no mail address.
  case noMail = "no-mail"
  /// Somebody else who was found has the same number, or the same mail address.
  case sameNumber = "same-number"
  /// They do not want to be called, or are blocked for the service.
  case blocked
  /// The campaign has them already.
  case inCampaign = "in-campaign"
  /// Another agent or group has them to call.
  case withOthers = "with-others"
  /// Whoever asks may record nothing of the call.
  case beyondRights = "beyond-rights"
}

/// Somebody who was found.
public struct AudienceMember: Sendable {
  /// Who; `nil` for an order that is for nobody.
  public let party: PartyID?
  /// The order by which they were found.
  public let order: OrderNumber?
  /// What that is about, where it may be read.
  let title: String?
  /// What the book says; `nil` for whoever was passed over before the book was asked.
  public internal(set) var screening: TargetScreening?
}

/// What filling a campaign came to, or would come to.
public struct FillSummary: Sendable {
  /// How many were found.
  public var found = 0
  /// How many of them can be called.
  public var eligible = 0
  /// How many were drawn of those; as many where nothing was drawn.
  public var drawn = 0
  /// The targets, in their order; their numbers are there once they are written.
  public var targets: [(member: AudienceMember, no: OrderNumber?)] = []
  /// Who was passed over, and why.
  public var skipped: [(member: AudienceMember, reason: PassedOver)] = []

  /// How many were passed over, by reason.
  public var skippedCounts: [String: Int] {
    skipped.reduce(into: [:]) { counts, entry in counts[entry.reason.rawValue, default: 0] += 1 }
  }
}
