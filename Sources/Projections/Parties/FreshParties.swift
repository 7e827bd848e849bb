import Domain
import EventStore
import FoundationEssentials
import Postgres

/// Parties that one page of the log registers, with what else it says of them, on their way into the tables of
/// ``Parties``: a statement a table instead of one an event.
struct FreshParties {
  private struct Card {
    let id: UUID
    let recorded: RecordedEvent
    var values: [PartyField: String] = [:]
  }

  private var cards: [Card] = []
  private var places: [UUID: Int] = [:]
  private var points: [(party: UUID, point: ContactPoint)] = []
  private var marks: [(party: UUID, marked: PartyMarked, at: Date)] = []

  /// Takes an event in; false where it is about somebody who was there before the page, or is of another sort.
  mutating func take(_ event: PartyEvent, of id: UUID, _ recorded: RecordedEvent) -> Bool {
    if case .registered(let party) = event {
      // A second time in one page: it was withdrawn between.
      guard places[id] == nil else { return false }
      places[id] = cards.count
      var card = Card(id: id, recorded: recorded)
      card.values[.kind] = party.kind.rawValue
      card.values[.name] = party.card?.name
      card.values[.address] = party.card?.address
      cards.append(card)
      for (offset, phone) in (party.card?.phones ?? []).enumerated() {
        points.append(
          (
            id,
            ContactPoint(
              contact: offset + 1, kind: .phone, value: phone.number, extension: phone.extension, label: phone.label)
          ))
      }
      return true
    }
    guard let place = places[id] else { return false }
    switch event {
    case .corrected(let corrected):
      for (field, change) in corrected.changes where field != .kind || change.new != nil {
        cards[place].values[field] = change.new
      }
      return true
    case .contactAdded(let added):
      // An erased one leaves no row, so that a rebuild and the live table agree.
      guard let words = added.words else { return true }
      points.append(
        (
          id,
          ContactPoint(
            contact: added.contact, kind: added.kind, value: words.value, extension: words.extension,
            label: words.label)
        ))
      return true
    case .marked(let marked):
      guard !marks.contains(where: { $0.party == id && $0.marked.mark == marked.mark }) else { return false }
      marks.append((id, marked, recorded.occurredAt))
      return true
    case .registered, .contactRemoved, .unmarked, .merged, .mergeUndone, .related, .unrelated, .forgotten, .withdrawn:
      return false
    }
  }

  func insert(on connection: isolated Connection) throws {
    guard !cards.isEmpty else { return }
    func texts(_ field: PartyField) -> [String?] { cards.map { $0.values[field] } }
    try connection.execute(
      """
      insert into party_card (id, head, kind, registered_at, batch, name, address, customer_number, category, tariff,
          product, area, preference, note)
        select u.id, u.id, u.kind, u.at, u.batch, u.name, u.address, u.customer_number, u.category, u.tariff, u.product,
          u.area, u.preference, u.note
        from unnest(\(cards.map(\.id))::uuid[], \(texts(.kind))::text[],
          \(cards.map(\.recorded.occurredAt))::timestamptz[],
          \(cards.map(\.recorded.authorship.batch))::uuid[], \(texts(.name))::text[], \(texts(.address))::text[],
          \(texts(.customerNumber))::text[], \(texts(.category))::text[], \(texts(.tariff))::text[],
          \(texts(.product))::text[], \(texts(.area))::text[], \(texts(.preference))::text[], \(texts(.note))::text[])
          as u (id, kind, at, batch, name, address, customer_number, category, tariff, product, area, preference, note)
      """)
    try connection.execute(
      """
      insert into contact_point (party, contact, kind, dialled, value, extension, label)
        select u.party, u.contact, u.kind, u.dialled, u.value, u.extension, u.label
        from unnest(\(points.map(\.party))::uuid[], \(points.map { Int32($0.point.contact) })::integer[],
          \(points.map(\.point.kind.rawValue))::text[], \(points.map(\.point.dialled))::text[],
          \(points.map(\.point.value))::text[], \(points.map(\.point.extension))::text[],
          \(points.map(\.point.label))::text[])
          as u (party, contact, kind, dialled, value, extension, label)
        on conflict (party, contact) do nothing
      """)
    guard !marks.isEmpty else { return }
    try connection.execute(
      """
      insert into party_mark (party, mark, service, since, until_at, manager, note)
        select * from unnest(\(marks.map(\.party))::uuid[], \(marks.map(\.marked.mark.rawValue))::text[],
          \(marks.map { $0.marked.service ?? "" })::text[], \(marks.map(\.at))::timestamptz[],
          \(marks.map(\.marked.until))::timestamptz[], \(marks.map(\.marked.manager))::text[],
          \(marks.map(\.marked.note))::text[])
      """)
  }
}
