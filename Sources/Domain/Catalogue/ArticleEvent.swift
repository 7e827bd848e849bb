import FoundationEssentials

/// One thing that an article says.
public enum ArticleField: String, EntryField, Codable, CodingKeyRepresentable {
  /// Its one line.
  case title
  /// What people ask, a line for each way to ask it.
  case questions
  /// Words by which it is found, too.
  case keywords
  /// The answer.
  case body
  /// The product base or subject that it belongs to: a code of the category tree where there is one.
  case category
  /// The first day on which it holds.
  case validFrom = "valid-from"
  /// The last one.
  case validUntil = "valid-until"
  /// Where it comes from: a regulation, a manual.
  case source

  /// What its text holds.
  public var shape: EntryText {
    switch self {
    case .title, .category, .source: .line
    case .questions: .list("\n")
    case .keywords: .list("; ")
    case .body: .lines
    case .validFrom, .validUntil: .day
    }
  }
}

/// What can have happened to an article.
public enum ArticleEvent: Sendable, Equatable {
  /// A text was written: what is published stays until this is published, too.
  case drafted(ArticleDrafted)
  /// The newest text became a version that everybody reads.
  case published(ArticlePublished)
  /// Nobody finds it any more; its versions can still be read.
  case withdrawn(EntryWithdrawn)
}

/// The whole text of an article was written, or written anew.
public struct ArticleDrafted: Sendable, Equatable, Codable {
  /// All of it; no empty texts.
  public var values: [ArticleField: String]

  /// A text.
  public init(_ values: [ArticleField: String]) { self.values = values }
}

/// The newest text of an article became a version.
public struct ArticlePublished: Sendable, Equatable, Codable {
  /// From 1, without gaps.
  public var version: Int

  /// A version.
  public init(version: Int) { self.version = version }
}
