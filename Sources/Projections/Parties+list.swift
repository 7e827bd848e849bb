import Domain
import FoundationEssentials
import Postgres

extension Parties {
  /// One of the book.
  public struct Line: Sendable, Equatable {
    /// Its id.
    public let id: PartyID
    /// Person or organisation.
    public let kind: String
    /// As written in the list; `nil` where nobody said, or where it was forgotten.
    public let name: String?
    /// Its numbers as they are dialled, the preferred first.
    public let numbers: [String]
    /// As written in the list.
    public let address: String?
    /// When it came into the book.
    public let registeredAt: Date
    /// The import that brought it.
    public let batch: UUID?
    /// When it was last forgotten. What stands beside it was learned later.
    public let forgottenAt: Date?
    /// How many orders are for it; withdrawn ones do not count.
    public let orders: Int
  }

  /// Which lines.
  public enum Filter: Sendable {
    /// All of the book.
    case everybody
    /// Those with this in their name, address or one of their numbers, whatever the case of its letters.
    case containing(String)
    /// One.
    case party(PartyID)
  }

  /// The book, in the order in which people came into it. Needs ``OrderBoard`` up to date for the orders.
  ///
  /// Text is looked for in every card: about a quarter of a second for 300,000.
  public static func list(
    _ filter: Filter, limit: Int?, on connection: isolated Connection, _ body: (Line) throws -> Void
  ) throws {
    let condition: SQL =
      switch filter {
      case .everybody: "true"
      case .containing(let text):
        """
        (strpos(lower(c.name), lower(\(text))) > 0 or strpos(lower(c.address), lower(\(text))) > 0
          or c.id in (select party from phone where strpos(dialled, \(text)) > 0))
        """
      case .party(let id): "c.id = \(id.uuid)"
      }
    let end: SQL = limit.map { "limit \(Int64($0))" } ?? ""
    let statement: SQL = """
      select c.id, c.kind, c.name, c.address, c.registered_at, c.batch, c.forgotten_at,
          array(select p.dialled from phone p where p.party = c.id order by p.place),
          (select count(*) from order_card o where o.party = c.id)
        from party_card c where \(condition) order by c.registered_at, c.id \(end)
      """
    try connection.forEachRow(statement) { row in
      let (id, kind, name, address, registeredAt, batch, forgottenAt, numbers, orders) = try row.decode(
        UUID.self, String.self, String?.self, String?.self, Date.self, UUID?.self, Date?.self, [String].self,
        Int64.self)
      try body(
        Line(
          id: PartyID(id), kind: kind, name: name, numbers: numbers, address: address, registeredAt: registeredAt,
          batch: batch, forgottenAt: forgottenAt, orders: Int(orders)))
    }
  }

  /// Everybody who has this number, with the extension given or, where none is, with any.
  public static func everybody(
    at number: String, extension: String?, on connection: isolated Connection
  ) throws -> [PartyID] {
    let condition: SQL = `extension`.map { "dialled = \("\(number)#\($0)")" } ?? "number = \(number)"
    return try connection.query("select distinct party from phone where \(condition) order by party")
      .map { PartyID(try $0.decode(UUID.self)) }
  }

  /// Everybody whose id begins so, at most eleven of them.
  public static func everybody(idPrefix: String, on connection: isolated Connection) throws -> [PartyID] {
    // A range, which the index on ids serves; the text of the whole table would have to be made for a comparison of
    // texts.
    let digits = String(idPrefix.filter(\.isHexDigit).prefix(32))
    func bound(_ fill: String) -> String { digits + String(repeating: fill, count: 32 - digits.count) }
    return try connection.query(
      """
      select id from party_card where id between \(bound("0"))::text::uuid and \(bound("f"))::text::uuid
        order by id limit 11
      """
    ).map { PartyID(try $0.decode(UUID.self)) }
  }
}
