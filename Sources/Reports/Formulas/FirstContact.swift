import FoundationEssentials

/// What was asked about, and every time somebody asked: a matter with its contacts.
public struct Matter: Sendable, Equatable {
  /// When somebody asked, in any order; at least once.
  public var contacts: [Date]
  /// It was closed while they were still there the first time.
  public var isClosedAtOnce: Bool

  /// A matter.
  public init(contacts: [Date], isClosedAtOnce: Bool) {
    self.contacts = contacts
    self.isClosedAtOnce = isClosedAtOnce
  }
}

/// First-contact resolution and repeats, over the matters whose time to come back is over.
///
/// Who asks for the state of an order has not come back with it; what counts as a contact is for the caller to say.
public struct FirstContact: Sendable, Equatable {
  /// How long somebody can come back and count as a repeat.
  public let window: TimeInterval
  /// Matters whose window is over.
  public private(set) var decided = 0
  /// Of these, closed at once, and nobody came back within the window.
  public private(set) var resolved = 0
  /// Of these, somebody came back within the window.
  public private(set) var repeated = 0
  /// Matters of which it is too early to say.
  public private(set) var undecided = 0

  /// Of matters, as known at an instant.
  ///
  /// - Parameter days: natural days of 24 hours.
  public init(_ matters: [Matter], within days: Int, asOf instant: Date) {
    window = Double(days) * 86_400
    for matter in matters {
      guard let first = matter.contacts.min(), first <= instant else { continue }
      let end = first.addingTimeInterval(window)
      guard end <= instant else {
        undecided += 1
        continue
      }
      decided += 1
      let isRepeated = matter.contacts.contains { $0 > first && $0 <= end }
      if isRepeated { repeated += 1 } else if matter.isClosedAtOnce { resolved += 1 }
    }
  }

  /// Closed at once and not asked again / matters.
  public var rate: Share { Share(resolved, of: decided) }
  /// Asked again / matters.
  public var repeatRate: Share { Share(repeated, of: decided) }
}
