import Domain
import EventStore
import FoundationEssentials
import Postgres

/// Full-text search over all words of orders: titles, addresses, what was said, noted and answered.
///
/// `order_text` has one row an order that has words: no text, only its terms and their places (``TextTerms``), in a type that
/// every PostgreSQL has. The words themselves stay in the log, so that forgetting somebody takes them away in one place; the
/// row goes at the same time. Changes of a word add the new one and keep the old one findable, as the history does.
public struct OrderTexts: Projection {
  /// `order-text`
  public let name = "order-text"
  /// Raised when the tables or their meaning change.
  public let version = 1
  /// What it owns.
  public let tables = ["order_text"]
  /// What it listens to.
  public let categories: Set<Substring> = ["order"]
  /// An order that is not found by its words is found by its number; without it the desk still finds all others.
  public let poisonPolicy = PoisonPolicy.park
  /// It takes in whatever words an event has, whatever it means.
  public let readsMeaning = false
  /// The table with its keys, and the index by which a party is forgotten.
  public let schema = """
    create table order_text (
      no bigint primary key,
      party uuid,
      words tsvector not null
    );
    create index order_text_by_party on order_text (party) where party is not null;
    """
  /// What only questions need.
  public let indexes = """
    create index order_text_by_word on order_text using gin (words);
    """

  /// The search.
  public init() {}

  /// Adds the words of the page, after taking away those of the forgotten: what stands in the page was said since.
  public func apply(_ page: Page, on connection: isolated Connection) throws {
    try forget(page.forgotten, on: connection)
    var places: [OrderNumber: Int] = [:]
    var numbers: [Int64] = []
    var parties: [UUID?] = []
    var texts: [[String]] = []
    for event in page.recorded where event.stream.category == "order" {
      guard let personal = event.personal, let no = event.stream.orderNumber else { continue }
      let words = try Words(json: personal.data).leaves
      if let place = places[no] {
        texts[place] += words
        continue
      }
      places[no] = numbers.count
      numbers.append(Int64(no.value))
      parties.append(StreamName(personal.subject).partyID?.uuid)
      texts.append(words)
    }
    guard !numbers.isEmpty else { return }
    try connection.execute(
      """
      insert into order_text (no, party, words)
        select u.no, u.party, u.words::tsvector
          from unnest(\(numbers)::bigint[], \(parties)::uuid[], \(texts.map(TextTerms.vector))::text[])
            as u (no, party, words)
          where u.words <> ''
        on conflict (no) do update set words = order_text.words || excluded.words
      """)
  }

  private func forget(_ forgotten: Page.ForgottenSubjects, on connection: isolated Connection) throws {
    if !forgotten.parties.isEmpty {
      try connection.execute("delete from order_text where party = any(\(forgotten.parties.map(\.id)))")
    }
    if !forgotten.orders.isEmpty {
      let numbers = forgotten.orders.map { Int64($0.value) }
      try connection.execute("delete from order_text where no = any(\(numbers)) and party is null")
    }
  }
}

/// All texts in a piece of JSON, in the order of their keys.
public struct Words: Decodable, Sendable {
  /// The texts, each with the key under which it stands.
  public private(set) var texts: [(key: String, text: String)] = []

  /// The texts alone.
  var leaves: [String] { texts.map(\.text) }

  /// - Throws: where it is no JSON.
  public init(json: String) throws {
    self = try JSONDecoder().decode(Words.self, from: Data(json.utf8))
  }

  /// Takes in texts at any depth; numbers and flags are no words.
  public init(from decoder: any Decoder) throws { try add(decoder, key: "") }

  private mutating func add(_ decoder: any Decoder, key: String) throws {
    if let fields = try? decoder.container(keyedBy: AnyKey.self) {
      // JSON objects have no order; ours makes the same row of the same event.
      for field in fields.allKeys.sorted(by: { $0.stringValue < $1.stringValue }) {
        let inner = try fields.decode(Words.self, forKey: field)
        texts += inner.texts.map { ($0.key.isEmpty ? field.stringValue : $0.key, $0.text) }
      }
    } else if var list = try? decoder.unkeyedContainer() {
      while !list.isAtEnd { texts += try list.decode(Words.self).texts }
    } else if let text = try? decoder.singleValueContainer().decode(String.self) {
      texts.append((key, text))
    }
  }

  private struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}
