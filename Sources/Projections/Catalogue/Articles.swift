import Domain
import FoundationEssentials
import Postgres

/// The articles of the knowledge base: what is published, and what is written beside it. Older versions are in the log.
public struct Articles: Projection {
  /// `articles`
  public let name = "articles"
  /// Raised when the table or its meaning change.
  public let version = 3
  /// What it owns.
  public let tables = ["article"]
  /// What it listens to.
  public let categories: Set<Substring> = ["article"]
  /// An article changes only its own row.
  public let poisonPolicy = PoisonPolicy.park
  /// The table with its key: `live` is what everybody reads, `draft` what is written and not published; of a withdrawn one
  /// `draft` is its last text.
  public let schema = """
    create table article (
      key text primary key,
      live jsonb,
      draft jsonb,
      version integer,
      is_withdrawn boolean not null,
      changed_at timestamptz not null,
      changed_by text not null
    );
    """

  /// What only questions need.
  public let indexes = """
    create index article_by_folded_key on article (\(FoldedKey.index("key")));
    """

  /// The articles.
  public init() {}

  /// Takes the page's events in one by one.
  public func apply(_ page: Page, on connection: isolated Connection) throws {
    for entry in page.entries {
      guard case .article(let event) = entry.event, let key = entry.recorded.stream.entryKey?.rawValue else { continue }
      let (at, actor) = (entry.recorded.occurredAt, entry.recorded.authorship.actor)
      switch event {
      case .drafted(let drafted):
        try connection.execute(
          """
          insert into article (key, draft, is_withdrawn, changed_at, changed_by)
            values (\(key), \(try EntryTexts.json(drafted.values))::jsonb, false, \(at), \(actor))
            on conflict (key) do update set draft = nullif(excluded.draft, article.live), is_withdrawn = false,
              changed_at = excluded.changed_at, changed_by = excluded.changed_by
          """)
      case .published(let published):
        try connection.execute(
          """
          update article set live = coalesce(draft, live), draft = null, version = \(Int32(published.version)),
            is_withdrawn = false, changed_at = \(at), changed_by = \(actor) where key = \(key)
          """)
      case .withdrawn:
        try connection.execute(
          """
          update article set live = null, draft = coalesce(draft, live), is_withdrawn = true, changed_at = \(at),
            changed_by = \(actor) where key = \(key)
          """)
      }
    }
  }
}

/// Which articles are asked for.
public struct ArticleQuery: Sendable {
  /// Only those with all of these words in their key or text, whatever the case of their letters.
  public var search: String?
  /// Only those of one of these categories.
  public var categories: [String]?
  /// Only what is published and holds on this day, as `2026-05-01`: drafts do not show.
  public var heldOn: String?
  /// Only the one of this key.
  public var key: EntryKey?
  /// Also withdrawn ones.
  public var withWithdrawn = false

  /// All articles that were not withdrawn, with their drafts.
  public init() {}
}

extension Articles {
  /// Where an article stands.
  public enum Stage: String, Sendable, CaseIterable {
    /// Written, and never published, or not since it was withdrawn.
    case draft
    /// Published, and nothing newer is written.
    case published
    /// Published, and a newer text is written.
    case revised
    /// Withdrawn.
    case withdrawn
  }

  /// One article.
  public struct Line: Sendable, Equatable {
    /// Its key.
    public let key: String
    /// The published text where that was asked for, else the newest.
    public let values: [ArticleField: String]
    /// Where it stands.
    public let stage: Stage
    /// The newest version that was published; `nil` where none was.
    public let version: Int?
    /// When something last happened to it.
    public let changedAt: Date
    /// By whom.
    public let changedBy: String
  }

  /// The articles asked for, by key. With a search those come first in whose title or questions the first word stands,
  /// then the second.
  public static func list(_ query: ArticleQuery = ArticleQuery(), on connection: isolated Connection) throws -> [Line] {
    let text: SQL = query.heldOn == nil ? "coalesce(draft, live)" : "live"
    var condition: SQL = query.withWithdrawn ? "true" : "not is_withdrawn"
    if let key = query.key { condition = "\(condition) and key = \(key.rawValue)" }
    if let day = query.heldOn {
      condition = """
        \(condition) and live is not null and coalesce(live ->> 'valid-from', '') <= \(day)
          and coalesce(live ->> 'valid-until', '9999') >= \(day)
        """
    }
    if let categories = query.categories { condition = "\(condition) and \(text) ->> 'category' = any(\(categories))" }
    var order: SQL = "key"
    for term in EntryTexts.terms(query.search).reversed() {
      condition = "\(condition) and \(EntryTexts.holds(term, key: "key", texts: text))"
      order = """
        strpos(lower(concat_ws(' ', \(text) ->> 'title', \(text) ->> 'questions')), lower(\(term))) > 0 desc, \(order)
        """
    }
    return try connection.query(
      """
      select key, (\(text))::text, case when is_withdrawn then 'withdrawn' when live is null then 'draft'
          when draft is null then 'published' else 'revised' end, version, changed_at, changed_by
        from article where \(condition) order by \(order)
      """
    ).map { row in
      let (key, texts, stage, version, at, actor) = try row.decode(
        String.self, String.self, String.self, Int32?.self, Date.self, String.self)
      return Line(
        key: key, values: try EntryTexts.read(texts), stage: Stage(rawValue: stage) ?? .draft,
        version: version.map { Int($0) }, changedAt: at, changedBy: actor)
    }
  }
}

extension Articles {
  /// The keys that are these, in any spelling that is the same to a reader; also of articles that were withdrawn.
  public static func spelled(like folded: [String], on connection: isolated Connection) throws -> [String] {
    try connection.query(
      "select key from article where \(FoldedKey.of("key")) = any(\(folded)::text[]) order by key"
    ).map { try $0.decode(String.self) }
  }
}
