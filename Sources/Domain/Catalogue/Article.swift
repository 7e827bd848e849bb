import FoundationEssentials

/// An article of the knowledge base, as its events have made it.
public struct Article: Sendable, Equatable {
  /// A text, and who wrote it when.
  public struct Draft: Sendable, Equatable {
    /// What it says; no empty texts.
    public let values: [ArticleField: String]
    /// Who wrote it.
    public let author: String
    /// When.
    public let at: Date
  }

  /// A text that was published.
  public struct Version: Sendable, Equatable {
    /// From 1.
    public let number: Int
    /// What it says, who wrote it and when.
    public let text: Draft
    /// Who published it.
    public let publisher: String
    /// When.
    public let publishedAt: Date
  }

  /// Its key.
  public let key: EntryKey
  /// Every version that was published, oldest first.
  public private(set) var versions: [Version] = []
  /// What was written and is not published; `nil` where the newest text is.
  public private(set) var draft: Draft?
  /// How it was withdrawn; `nil` where it was not, or was written anew.
  public private(set) var withdrawal: EntryWithdrawn?
  private var isPublished = false

  /// An article of which nothing is known.
  public init(_ key: EntryKey) { self.key = key }

  /// Whether anything ever happened to it.
  public var isKnown: Bool { draft != nil || !versions.isEmpty }
  /// The version that everybody reads; `nil` for a draft, and where it was withdrawn.
  public var live: Version? { isPublished ? versions.last : nil }
  /// What its newest text says.
  public var values: [ArticleField: String] { draft?.values ?? versions.last?.text.values ?? [:] }

  /// Takes in what somebody did.
  public mutating func evolve(_ event: ArticleEvent, at instant: Date, by actor: String) {
    switch event {
    case .drafted(let drafted):
      withdrawal = nil
      // Whoever writes what is published takes the draft back.
      let isLive = isPublished && drafted.values == versions.last?.text.values
      draft = isLive ? nil : Draft(values: drafted.values, author: actor, at: instant)
    case .published(let published):
      let text = draft ?? versions.last?.text ?? Draft(values: [:], author: actor, at: instant)
      versions.append(Version(number: published.version, text: text, publisher: actor, publishedAt: instant))
      (draft, withdrawal, isPublished) = (nil, nil, true)
    case .withdrawn(let gone):
      withdrawal = gone
      isPublished = false
    }
  }

  /// Writes a new text: what is said here changes, all else stays; an empty text takes a field away. None where the newest
  /// text says so already. A withdrawn article comes back as a draft.
  public func write(_ typed: [ArticleField: String]) throws(EntryRefusal) -> [ArticleEvent] {
    var wanted = values.merging(try ArticleField.read(typed)) { $1 }.filter { !$1.isEmpty }
    // A list of questions and answers has no titles.
    wanted[.title] = wanted[.title] ?? wanted[.questions]?.split(separator: "\n").first.map(String.init)
    guard wanted[.title] != nil, wanted[.body] != nil else { throw .empty(key) }
    guard withdrawal != nil || wanted != values else { return [] }
    // Days are stored as 2026-05-01, so their texts are in the order of the days.
    if let from = wanted[.validFrom], let until = wanted[.validUntil], until < from { throw .datesReversed(key) }
    return [.drafted(ArticleDrafted(wanted))]
  }

  /// Publishes the newest text as the next version.
  public func publish() throws(EntryRefusal) -> [ArticleEvent] {
    guard isKnown else { throw .unknown(key.rawValue, nearest: nil) }
    guard withdrawal == nil else { throw .withdrawn(key) }
    guard draft != nil else { throw .published(key) }
    return [publication]
  }

  /// Takes it out of the knowledge base.
  public func withdraw(_ gone: EntryWithdrawn) throws(EntryRefusal) -> [ArticleEvent] {
    guard isKnown else { throw .unknown(key.rawValue, nearest: nil) }
    guard withdrawal == nil else { throw .withdrawn(key) }
    return [.withdrawn(gone)]
  }

  var publication: ArticleEvent { .published(ArticlePublished(version: (versions.last?.number ?? 0) + 1)) }
}
