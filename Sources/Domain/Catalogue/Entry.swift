import FoundationEssentials

/// What one row of a list says of a part or an article. What its cells do not say is not here: an empty cell never erases.
public struct ListedEntry: Sendable, Equatable {
  /// Which.
  public var key: EntryKey
  /// What shall be said of it, by the name of the field, in the spelling in which it is stored; no empty texts.
  public var texts: [String: String]
  /// Whether an article is published, too.
  public var publishes: Bool

  /// A row.
  public init(_ key: EntryKey, _ texts: [String: String], publishes: Bool = false) {
    self.key = key
    self.texts = texts
    self.publishes = publishes
  }
}

/// A part or an article, for what treats both alike: lists of them that are taken in and back.
public enum Entry: Sendable, Equatable {
  /// A part.
  case part(Part)
  /// An article.
  case article(Article)

  /// Which of them.
  public enum Kind: Sendable {
    /// A part.
    case part
    /// An article.
    case article
  }

  /// Whether its catalogue has it.
  public enum Standing: Sendable {
    /// Never heard of.
    case unknown
    /// It is there.
    case listed
    /// Somebody withdrew it.
    case withdrawn
    /// The import that brought it was taken back.
    case undone
  }

  /// What ``texts`` has beside the fields of an article: `yes` where its newest text is published.
  public static let published = "published"

  /// An entry of which nothing is known.
  public init(_ kind: Kind, _ key: EntryKey) {
    self =
      switch kind {
      case .part: .part(Part(key))
      case .article: .article(Article(key))
      }
  }

  /// Takes in what happened; events of anything else change nothing.
  public mutating func evolve(_ event: DomainEvent, at instant: Date, by actor: String) {
    switch (self, event) {
    case (.part(var part), .part(let event)):
      part.evolve(event)
      self = .part(part)
    case (.article(var article), .article(let event)):
      article.evolve(event, at: instant, by: actor)
      self = .article(article)
    case (.part, _), (.article, _): break
    }
  }

  /// Where it stands.
  public var standing: Standing {
    let (isKnown, withdrawal) =
      switch self {
      case .part(let part): (part.isKnown, part.withdrawal)
      case .article(let article): (article.isKnown, article.withdrawal)
      }
    guard isKnown else { return .unknown }
    guard let withdrawal else { return .listed }
    return withdrawal.generation == nil ? .withdrawn : .undone
  }

  /// What is said of it, by the name of the field.
  public var texts: [String: String] {
    switch self {
    case .part(let part): return part.values.named
    case .article(let article):
      var texts = article.values.named
      if article.live != nil, article.draft == nil { texts[Self.published] = "yes" }
      return texts
    }
  }

  /// The names of ``texts``, in the order in which people read them.
  public static func fields(_ kind: Kind) -> [String] {
    switch kind {
    case .part: PartField.allCases.map(\.rawValue)
    case .article: ArticleField.allCases.map(\.rawValue) + [published]
    }
  }

  /// What a row of a list makes of it; none where it is so already. Whatever was withdrawn by somebody is for the caller.
  public func decide(_ listed: ListedEntry, _ policy: MatchPolicy) throws(EntryRefusal) -> [DomainEvent] {
    let isNew = standing != .listed
    switch self {
    case .part(let part):
      let wanted: [PartField: String] = part.values.listed(listed.texts, policy, isNew)
      return (isNew ? try part.list(wanted) : part.correction(wanted)).map(DomainEvent.part)
    case .article(let article):
      let wanted: [ArticleField: String] = article.values.listed(listed.texts, policy, isNew)
      let before = isNew ? Article(article.key) : article
      var events = try before.write(wanted)
      if listed.publishes, !events.isEmpty || article.live == nil || article.draft != nil {
        events.append(article.publication)
      }
      return events.map(DomainEvent.article)
    }
  }

  /// Takes it out again, since its import is taken back.
  func withdrawal(generation: Int) -> DomainEvent {
    let gone = EntryWithdrawn(generation: generation)
    return switch self {
    case .part: .part(.withdrawn(gone))
    case .article: .article(.withdrawn(gone))
    }
  }

  /// Says again in some fields what it said before.
  func restoration(of fields: Set<String>, to before: Entry, generation: Int) -> [DomainEvent] {
    switch (self, before) {
    case (.part(let now), .part(let before)):
      let wanted = PartField.allCases.filter { fields.contains($0.rawValue) }.map { ($0, before.values[$0] ?? "") }
      return now.correction(Dictionary(uniqueKeysWithValues: wanted)).map(DomainEvent.part)
    case (.article(let now), .article(let before)):
      return now.restoration(of: fields, to: before, generation: generation).map(DomainEvent.article)
    case (.part, .article), (.article, .part): return []
    }
  }
}

extension Article {
  /// What is published goes back by a version of its own; what was no more than a draft is one again.
  fileprivate func restoration(of fields: Set<String>, to before: Article, generation: Int) -> [ArticleEvent] {
    var texts = values
    for field in ArticleField.allCases where fields.contains(field.rawValue) { texts[field] = before.values[field] }
    var (events, result): ([ArticleEvent], [ArticleField: String]) = ([], values)
    if let wasLive = before.live {
      let published = before.draft == nil && draft == nil ? texts : wasLive.text.values
      if published != live?.text.values {
        events += [.drafted(ArticleDrafted(published)), publication]
        result = published
      }
    } else if live != nil {
      events.append(.withdrawn(EntryWithdrawn(generation: generation)))
    }
    if texts != result || (before.live == nil && live != nil) { events.append(.drafted(ArticleDrafted(texts))) }
    return events
  }
}

extension Dictionary where Key: EntryField, Value == String {
  fileprivate var named: [String: String] {
    Dictionary<String, String>(uniqueKeysWithValues: map { ($0.key.rawValue, $0.value) })
  }

  /// What these texts and those of a row come to.
  fileprivate func listed(_ texts: [String: String], _ policy: MatchPolicy, _ isNew: Bool) -> [Key: String] {
    var wanted: [Key: String] = [:]
    for field in Key.allCases {
      guard let text = texts[field.rawValue] else { continue }
      switch policy {
      case .update: wanted[field] = text
      case .append: wanted[field] = isNew ? text : field.shape.adding(text, to: self[field])
      case .skip: if isNew { wanted[field] = text }
      }
    }
    return wanted
  }
}

extension ListedChange {
  /// What became of the texts of a part or an article, field by field.
  public static func all(_ kind: Entry.Kind, from old: [String: String], to new: [String: String]) -> [ListedChange] {
    Entry.fields(kind).compactMap { field in
      old[field] == new[field] ? nil : ListedChange(field: field, old: old[field], new: new[field])
    }
  }
}
