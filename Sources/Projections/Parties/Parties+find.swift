import Domain
import FoundationEssentials
import Postgres

extension Parties {
  /// Who is reached under these numbers (see `PartyCard.Phone.dialled`): the first registered where several share one; of
  /// a merged party the one it leads to. Parties of undone imports count: running the import again finds them.
  public static func owners(of dialled: [String], on connection: isolated Connection) throws -> [String: PartyID] {
    try owners("p.dialled = any(\(dialled))", on: connection)
  }

  /// The same, but only of those whose first number it is.
  public static func owners(ofFirst dialled: [String], on connection: isolated Connection) throws -> [String: PartyID] {
    try owners("p.dialled = any(\(dialled)) and p.contact = 1", on: connection)
  }

  private static func owners(_ condition: SQL, on connection: isolated Connection) throws -> [String: PartyID] {
    let rows = try connection.query(
      """
      select distinct on (p.dialled) p.dialled, c.head from contact_point p join party_card c on c.id = p.party
        where \(condition) order by p.dialled, c.registered_at, c.id
      """)
    return try rows.reduce(into: [:]) { owners, row in
      let (number, party) = try row.decode(String.self, UUID.self)
      owners[number] = PartyID(party)
    }
  }

  /// The orders of a campaign that go to these numbers, as the first of a party: dialled → number of the first such order.
  ///
  /// - Parameter batch: leaves out the orders of this import.
  public static func ordersOfCampaign(
    _ campaign: String, to dialled: [String], except batch: UUID, on connection: isolated Connection
  ) throws -> [String: OrderNumber] {
    let rows = try connection.query(
      """
      select p.dialled, min(c.no) from contact_point p join order_card c on c.party = p.party
        where p.dialled = any(\(dialled)) and p.contact = 1 and c.campaign = \(campaign)
          and c.batch is distinct from \(batch)
        group by p.dialled
      """)
    return try rows.reduce(into: [:]) { orders, row in
      let (number, order) = try row.decode(String.self, Int64.self)
      orders[number] = OrderNumber(stored: order)
    }
  }

  /// What the book holds about a party; `nil` for an unknown one. Name and numbers are gone where they were forgotten.
  public static func card(of party: PartyID, on connection: isolated Connection) throws -> PartyCard? {
    guard let row = try connection.query("select name, address from party_card where id = \(party.uuid)").first else {
      return nil
    }
    let (name, address) = try row.decode(String?.self, String?.self)
    return PartyCard(
      name: name, phones: try contacts(of: [party], on: connection).compactMap(\.point.phone), address: address)
  }

  /// How parties are reached, the preferred way of each first, in the order of the parties.
  public static func contacts(
    of parties: [PartyID], on connection: isolated Connection
  ) throws -> [(party: PartyID, point: ContactPoint)] {
    try connection.query(
      """
      select p.party, p.contact, p.kind, p.value, p.extension, p.label from contact_point p
        join unnest(\(parties.map(\.uuid))::uuid[]) with ordinality as u (id, place) on p.party = u.id
        order by u.place, p.contact
      """
    ).compactMap { row in
      let (party, contact, kind, value, ext, label) = try row.decode(
        UUID.self, Int32.self, String.self, String.self, String?.self, String?.self)
      guard let kind = ContactPoint.Kind(rawValue: kind) else { return nil }
      return (
        PartyID(party),
        ContactPoint(contact: Int(contact), kind: kind, value: value, extension: ext, label: label)
      )
    }
  }

  /// Everybody who has this number, with the extension given or, where none is, with any; merged ones as those they lead
  /// to.
  public static func everybody(
    at number: String, extension: String?, on connection: isolated Connection
  ) throws -> [PartyID] {
    let condition: SQL = `extension`.map { "p.dialled = \("\(number)#\($0)")" } ?? "p.value = \(number)"
    return try connection.query(
      """
      select distinct c.head from contact_point p join party_card c on c.id = p.party where \(condition) order by c.head
      """
    ).map { PartyID(try $0.decode(UUID.self)) }
  }

  /// Those who have a number themselves: of merged parties not the one they lead to.
  public static func holders(of number: String, on connection: isolated Connection) throws -> [PartyID] {
    try connection.query("select distinct party from contact_point where value = \(number) order by party")
      .map { PartyID(try $0.decode(UUID.self)) }
  }

  /// Everybody with this number of the customers' system; where nobody has it so, in other width or case.
  public static func everybody(customerNumber: String, on connection: isolated Connection) throws -> [PartyID] {
    try connection.query(
      "select distinct head from (\(heads(ofCustomerNumber: customerNumber))) as found order by head"
    ).map { PartyID(try $0.decode(UUID.self)) }
  }

  /// Of the other names of those who are merged, too.
  static func heads(withName name: String?) -> SQL {
    guard let name else { return "" }
    return " union select head from party_card where name is not null and \(FoldedKey.isIn(name: "name", name))"
  }

  /// The index on folded numbers finds both: a spelling is always its own.
  static func heads(ofCustomerNumber number: String?) -> SQL {
    """
    select head from party_card
      where \(FoldedKey.of("customer_number")) = \(FoldedKey.of("\(number)::text"))
        and (customer_number = \(number)::text
          or not exists (select from party_card where customer_number = \(number)::text))
    """
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

  /// Everybody whose id ends so, at most eleven of them: parties of one import begin alike. Reads the whole book.
  public static func everybody(idEnd: String, on connection: isolated Connection) throws -> [PartyID] {
    let digits = String(idEnd.lowercased().filter(\.isHexDigit).suffix(32))
    return try connection.query(
      """
      select id from party_card where right(replace(id::text, '-', ''), \(digits.count)::int) = \(digits) order by id limit 11
      """
    ).map { PartyID(try $0.decode(UUID.self)) }
  }

  /// The party that one leads to, and all that lead to that, the head first; just the one asked for where the book does
  /// not have it.
  public static func group(of party: PartyID, on connection: isolated Connection) throws -> [PartyID] {
    let found = try connection.query(
      """
      with h (id) as materialized (select head from party_card where id = \(party.uuid))
        select c.id from h join party_card c on c.id = h.id
        union all (
          select c.id from h join party_card c on c.head = h.id and c.head <> c.id order by c.registered_at, c.id
        )
      """
    ).map { PartyID(try $0.decode(UUID.self)) }
    return found.isEmpty ? [party] : found
  }

  /// The marks of some parties that hold at an instant.
  public static func marks(
    of parties: [PartyID], at instant: Date, on connection: isolated Connection
  ) throws -> [PartyMark] {
    try connection.query(
      """
      select mark, service, since, until_at, manager, note from party_mark
        where party = any(\(parties.map(\.uuid))) and since <= \(instant)
          and (until_at is null or until_at > \(instant)) order by mark, service, since
      """
    ).compactMap { row in
      let (mark, service, since, until, manager, note) = try row.decode(
        String.self, String.self, Date.self, Date?.self, String?.self, String?.self)
      guard let kind = PartyMark.Kind(rawValue: mark) else { return nil }
      let marked = PartyMarked(
        kind, service: service.isEmpty ? nil : service, until: until, manager: manager, note: note)
      return PartyMark(marked: marked, since: since)
    }
  }

  /// With whom some parties have to do, said from either side: `isForward` where it was said of one of these.
  public static func relations(
    of parties: [PartyID], on connection: isolated Connection
  ) throws -> [(other: PartyID, name: String?, relation: String, isForward: Bool)] {
    let ids = parties.map(\.uuid)
    return try connection.query(
      """
      select c.head, h.name, r.relation, r.is_forward from (
          select other, relation, true as is_forward from party_relation where party = any(\(ids))
          union select party, relation, false from party_relation where other = any(\(ids))
        ) r join party_card c on c.id = r.other join party_card h on h.id = c.head
        where c.head <> all(\(ids)) order by r.is_forward desc, r.relation, h.name, c.head
      """
    ).map { row in
      let (other, name, relation, isForward) = try row.decode(UUID.self, String?.self, String.self, Bool.self)
      return (PartyID(other), name, relation, isForward)
    }
  }
}
