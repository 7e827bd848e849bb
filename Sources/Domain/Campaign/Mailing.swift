import FoundationEssentials

/// What can have happened to a mailing.
public enum MailingEvent: Sendable, Equatable {
  /// Its list was drawn up: from now on it is these people.
  case made(MailingMade)
}

/// A list of people to write to was drawn up. Whom it names is kept by ids alone, so the words on a label are those of the
/// book, and whoever is forgotten is on none.
public struct MailingMade: Sendable, Equatable, Codable {
  /// What it is for.
  public enum Purpose: String, Sendable, Codable, CaseIterable {
    /// Labels to stick on letters.
    case labels
    /// Mail to be sent.
    case mail
  }

  /// What it is for.
  public var purpose: Purpose
  /// How many could be written to.
  public var population: Int
  /// How it was drawn; `nil` for all.
  public var sampling: Sampling?
  /// How many were passed over, by reason.
  public var skipped: [String: Int]
  /// Who is on it, in its order.
  public var parties: [PartyID]
  /// What was asked for, as it was typed: erasable.
  public var filter: String?
  /// The subject of a mail: erasable, as all free words.
  public var subject: String?
  /// The words of a mail: erasable.
  public var text: String?

  private enum CodingKeys: CodingKey { case purpose, population, sampling, skipped, parties }

  /// A list.
  public init(
    purpose: Purpose, population: Int, sampling: Sampling?, skipped: [String: Int], parties: [PartyID],
    filter: String? = nil, subject: String? = nil, text: String? = nil
  ) {
    self.purpose = purpose
    self.population = population
    self.sampling = sampling
    self.skipped = skipped
    self.parties = parties
    self.filter = filter
    self.subject = subject
    self.text = text
  }
}
