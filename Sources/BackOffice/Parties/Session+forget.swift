import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Postgres
import Projections

/// What forgetting somebody takes away, before it is done.
public struct ForgettingPlan: Sendable {
  /// Who.
  public let subject: Subject
  /// The events whose erasable part goes, in the order of the log.
  public let parts: [Erasure.Part]
  /// The orders of theirs that somebody still has to work on.
  public let openOrders: [OrderNumber]
  /// When they were forgotten before, and why, oldest first.
  public let earlier: [PastForgetting]
}

/// A forgetting that the log tells of.
public struct PastForgetting: Sendable, Equatable {
  /// Why, and under which case.
  public let forgotten: Forgotten
  /// Where in the log it stands.
  public let position: Int64
  /// When it was done.
  public let at: Date
  /// Who did it.
  public let actor: String
}

/// What forgetting somebody came to.
public struct ForgettingSummary: Sendable {
  /// What went; empty where all of it was gone already.
  public let parts: [Erasure.Part]
  /// The forgetting that holds now: this one, or the last before it where nothing was left to erase; `nil` where
  /// nothing was ever held.
  public let forgetting: PastForgetting?
}

extension Session {
  /// What ``forget(_:because:evenOpen:at:)`` would do now. Writes nothing.
  public func planForgetting(_ subject: Subject) async throws -> ForgettingPlan {
    ForgettingPlan(
      subject: subject, parts: try await personalParts(of: subject),
      openOrders: try await openOrders(of: subject), earlier: try await forgettings(of: subject))
  }

  /// Forgets somebody: erases names, numbers, addresses and words from every event about them, records who did so and
  /// why, and empties the read models, before it returns. Done again it changes nothing, unless something was learned
  /// since.
  ///
  /// What happened stays: that there were orders, when, of which kind, and with which unit.
  ///
  /// - Parameter evenOpen: also where an order of theirs is open, which nobody can then call back about.
  /// - Throws: ``OfficeError/stillOpen(_:_:)``, ``OfficeError/referenceQuotesNumber(_:)``.
  public func forget(
    _ subject: Subject, because forgotten: Forgotten, evenOpen: Bool = false, at instant: Date
  ) async throws -> ForgettingSummary {
    try await checkReference(forgotten, subject)
    let isHeld = try await !personalParts(of: subject).isEmpty
    let open = try await openOrders(of: subject)
    guard evenOpen || open.isEmpty || !isHeld else { throw OfficeError.stillOpen(subject, open) }
    var recording = Recording(freshID(at: instant), by: actor, codec: codec)
    // All that are one person: the numbers and words of a merged one are hers, too.
    let all = try await everybody(in: subject)
    for one in all { try recording.add([(one.forgotten(forgotten), at: instant)], to: one.stream, expected: .any) }
    let erasure = try await store.forget(
      all.map(\.stream.rawValue), recording: recording.appends, by: recording.authorship)
    // The words are in the tables until these come by the event.
    try await catchUp([Parties(), OrderBoard()])
    return ForgettingSummary(parts: erasure.parts, forgetting: try await forgettings(of: subject).last)
  }

  /// Has the server overwrite what it keeps of erased rows; returns the tables for which it lacks the rights.
  public func sweepErased() async throws -> [String] {
    let models: [any Projection] = [Parties(), OrderBoard()]
    return try await store.vacuum(
      [("log", "personal")] + models.flatMap(\.tables).filter { $0 != "order_span" }.map { ("read", $0) })
  }

  /// When somebody was forgotten, oldest first.
  public func forgettings(of subject: Subject) async throws -> [PastForgetting] {
    try await store.read(subject.stream).compactMap { recorded in
      switch try codec.decode(recorded) {
      case .party(.forgotten(let forgotten)), .order(.forgotten(let forgotten)):
        PastForgetting(
          forgotten: forgotten, position: recorded.position, at: recorded.occurredAt, actor: recorded.authorship.actor)
      case .order, .party, .unit, .staff, .batch, .definition, .numbering, .campaign, .mailing, .reporting, .part,
        .article:
        nil
      }
    }
  }

  /// The orders of somebody that are not finished.
  func openOrders(of subject: Subject) async throws -> [OrderNumber] {
    switch subject {
    case .party(let id):
      try await catchUp([OrderBoard()])
      return try await orders(ofGroup: group(of: id)).filter(\.isOpen).map(\.no)
    case .order(let no):
      let order = try await load(no).order
      return order.kind.isFinished || order.isWithdrawn ? [] : [no]
    }
  }

  /// The events whose erasable part is about somebody, or about whoever is merged into them, in the order of the log.
  public func personalParts(of subject: Subject) async throws -> [Erasure.Part] {
    var parts: [Erasure.Part] = []
    for one in try await everybody(in: subject) { parts += try await store.personalParts(of: one.stream.rawValue) }
    return parts.sorted { $0.position < $1.position }
  }

  /// Somebody and whoever is merged into them; an order by itself.
  func everybody(in subject: Subject) async throws -> [Subject] {
    switch subject {
    case .order: return [subject]
    case .party(let id):
      try await catchUp([Parties()])
      // Not by way of the head: who asks for a merged one by its stream means that one.
      let group = try await group(of: id)
      return (group.first == id ? group : [id]).map(Subject.party)
    }
  }

  /// The party that one leads to, and all that lead to that, the head first. Needs ``Parties`` up to date.
  public func group(of party: PartyID) async throws -> [PartyID] {
    try await connection.run { try Parties.group(of: party, on: $0) }
  }

  /// The orders of parties, by number, withdrawn ones left out. Needs ``OrderBoard`` up to date.
  func orders(ofGroup group: [PartyID]) async throws -> [(no: OrderNumber, isOpen: Bool)] {
    try await connection.run { connection in
      try group.flatMap { try OrderBoard.orders(of: $0, on: connection) }.sorted { $0.no < $1.no }
    }
  }

  /// The case stays in the log for ever: it may not hold a number of whom it is about.
  private func checkReference(_ forgotten: Forgotten, _ subject: Subject) async throws {
    guard let reference = forgotten.reference, case .party(let id) = subject else { return }
    try await catchUp([Parties()])
    let group = try await group(of: id)
    let contacts = try await connection.run { try Parties.contacts(of: group, on: $0) }
    guard !contacts.contains(where: { reference.quotes($0.point.value) }) else {
      throw OfficeError.referenceQuotesNumber(reference)
    }
  }
}
