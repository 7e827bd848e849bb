import Domain
import FoundationEssentials
import Postgres

/// The parts of the catalogue as they are now, also those that were taken out of it.
public struct Parts: Projection {
  /// `parts`
  public let name = "parts"
  /// Raised when the table or its meaning change.
  public let version = 3
  /// What it owns.
  public let tables = ["part"]
  /// What it listens to.
  public let categories: Set<Substring> = ["part"]
  /// A part changes only its own row.
  public let poisonPolicy = PoisonPolicy.park
  /// The table with its key: `texts` is what the catalogue says, by the name of the field.
  public let schema = """
    create table part (
      number text primary key,
      texts jsonb not null,
      is_listed boolean not null,
      changed_at timestamptz not null,
      changed_by text not null
    );
    """

  /// What only questions need.
  public let indexes = """
    create index part_by_folded_number on part (\(FoldedKey.index("number")));
    """

  /// The parts.
  public init() {}

  /// Takes the page's events in one by one.
  public func apply(_ page: Page, on connection: isolated Connection) throws {
    for entry in page.entries {
      guard case .part(let event) = entry.event, let number = entry.recorded.stream.entryKey?.rawValue else { continue }
      let (at, actor) = (entry.recorded.occurredAt, entry.recorded.authorship.actor)
      switch event {
      case .listed(let listed):
        try connection.execute(
          """
          insert into part (number, texts, is_listed, changed_at, changed_by)
            values (\(number), \(try EntryTexts.json(listed.values))::jsonb, true, \(at), \(actor))
            on conflict (number) do update set texts = excluded.texts, is_listed = true,
              changed_at = excluded.changed_at, changed_by = excluded.changed_by
          """)
      case .corrected(let corrected):
        let new = corrected.changes.compactMapValues(\.new)
        let gone = corrected.changes.filter { $0.value.new == nil }.map(\.key.rawValue)
        try connection.execute(
          """
          update part set texts = (texts || \(try EntryTexts.json(new))::jsonb) - \(gone)::text[], changed_at = \(at),
            changed_by = \(actor) where number = \(number)
          """)
      case .withdrawn:
        try connection.execute(
          """
          update part set is_listed = false, changed_at = \(at), changed_by = \(actor) where number = \(number)
          """)
      }
    }
  }
}

/// Which parts are asked for.
public struct PartQuery: Sendable {
  /// Only those with all of these words in their number or in what is said of them, whatever the case of their letters.
  public var search: String?
  /// Only those that fit a model, in any spelling of its letters.
  public var model: String?
  /// Only the one of this number.
  public var number: EntryKey?
  /// Also those that were taken out.
  public var withWithdrawn = false

  /// All parts of the catalogue.
  public init() {}
}

extension Parts {
  /// One part.
  public struct Line: Sendable, Equatable {
    /// Its number.
    public let number: String
    /// What the catalogue says of it.
    public let values: [PartField: String]
    /// Whether it is in the catalogue.
    public let isListed: Bool
    /// When something last happened to it.
    public let changedAt: Date
    /// By whom.
    public let changedBy: String
  }

  /// The parts asked for, by number.
  public static func list(_ query: PartQuery = PartQuery(), on connection: isolated Connection) throws -> [Line] {
    var condition: SQL = query.withWithdrawn ? "true" : "is_listed"
    if let number = query.number { condition = "\(condition) and number = \(number.rawValue)" }
    if let model = query.model {
      condition = """
        \(condition) and exists (select from unnest(string_to_array(texts ->> 'models', '; ')) as m (model)
          where lower(m.model) = lower(\(model)))
        """
    }
    for term in EntryTexts.terms(query.search) {
      condition = "\(condition) and \(EntryTexts.holds(term, key: "number", texts: "texts"))"
    }
    return try connection.query(
      "select number, texts::text, is_listed, changed_at, changed_by from part where \(condition) order by number"
    ).map { row in
      let (number, texts, isListed, at, actor) = try row.decode(
        String.self, String.self, Bool.self, Date.self, String.self)
      return Line(
        number: number, values: try EntryTexts.read(texts), isListed: isListed, changedAt: at, changedBy: actor)
    }
  }

  /// The numbers of all parts of the catalogue.
  public static func numbers(on connection: isolated Connection) throws -> [EntryKey] {
    try connection.query("select number from part where is_listed order by number")
      .compactMap { try EntryKey($0[0, as: String.self]) }
  }
}

extension Parts {
  /// The numbers that are these, in any spelling that is the same to a reader; also of parts that were taken out.
  public static func spelled(like folded: [String], on connection: isolated Connection) throws -> [String] {
    try connection.query(
      "select number from part where \(FoldedKey.of("number")) = any(\(folded)::text[]) order by number"
    ).map { try $0.decode(String.self) }
  }
}
