import Domain
import FoundationEssentials
import Postgres

/// The rows of one party in the tables of ``Parties``, and what an event changes of them.
struct PartyRows {
  private let id: UUID

  init(_ id: UUID) { self.id = id }

  func take(_ event: PartyEvent, at instant: Date, on connection: isolated Connection) throws {
    switch event {
    case .registered: break
    case .corrected(let corrected): try correct(corrected.changes, on: connection)
    case .contactAdded(let added): try add(added, on: connection)
    case .contactRemoved(let removed):
      try connection.execute(
        "delete from contact_point where party = \(id) and contact = \(Int32(removed.contact))")
    case .marked(let marked): try mark(marked, at: instant, on: connection)
    case .unmarked(let unmarked):
      try connection.execute(
        """
        delete from party_mark where party = \(id) and mark = \(unmarked.mark.rawValue)
          and service = \(unmarked.service ?? "")
        """)
    case .merged(let merged): try merge(into: merged.into.uuid, on: connection)
    case .mergeUndone: try split(on: connection)
    case .related(let related):
      try connection.execute(
        """
        insert into party_relation (party, other, relation) values (\(id), \(related.other.uuid), \(related.relation))
          on conflict do nothing
        """)
    case .unrelated(let unrelated):
      try connection.execute(
        """
        delete from party_relation where party = \(id) and other = \(unrelated.other.uuid)
          and relation = \(unrelated.relation)
        """)
    case .forgotten: try forget(at: instant, on: connection)
    case .withdrawn: try withdraw(on: connection)
    }
  }

  private func correct(_ changes: [PartyField: FieldChange], on connection: isolated Connection) throws {
    // By name, so that one sequence of changes always makes the same statements.
    for (field, change) in changes.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      let column = field.rawValue.replacing("-", with: "_")
      guard field != .kind || change.new != nil else { continue }
      try connection.execute("update party_card set \(identifier: column) = \(change.new) where id = \(id)")
    }
  }

  /// An erased one leaves no row, so that a rebuild and the live table agree.
  private func add(_ added: PartyContactAdded, on connection: isolated Connection) throws {
    guard let words = added.words else { return }
    let point = ContactPoint(
      contact: added.contact, kind: added.kind, value: words.value, extension: words.extension, label: words.label)
    try connection.execute(
      """
      insert into contact_point (party, contact, kind, dialled, value, extension, label)
        values (\(id), \(Int32(point.contact)), \(point.kind.rawValue), \(point.dialled), \(point.value),
          \(point.extension), \(point.label))
        on conflict (party, contact) do nothing
      """)
  }

  private func mark(_ marked: PartyMarked, at instant: Date, on connection: isolated Connection) throws {
    try connection.execute(
      """
      insert into party_mark (party, mark, service, since, until_at, manager, note)
        values (\(id), \(marked.mark.rawValue), \(marked.service ?? ""), \(instant), \(marked.until), \(marked.manager),
          \(marked.note))
        on conflict (party, mark, service) do update set since = excluded.since, until_at = excluded.until_at,
          manager = excluded.manager, note = excluded.note
      """)
  }

  /// Whoever was merged into it comes along.
  private func merge(into head: UUID, on connection: isolated Connection) throws {
    try connection.execute("update party_card set merged_into = \(head) where id = \(id)")
    try connection.execute(
      """
      update party_card set head = coalesce((select h.head from party_card h where h.id = \(head)), \(head))
        where (id = \(id) or head = \(id) and head <> id) and id <> \(head)
      """)
  }

  private func split(on connection: isolated Connection) throws {
    try connection.execute("update party_card set merged_into = null where id = \(id)")
    try connection.execute(
      """
      with recursive own (id) as (
          select \(id)::uuid union select c.id from own join party_card c on c.merged_into = own.id
        )
        update party_card set head = \(id) where id in (select id from own)
      """)
  }

  private func forget(at instant: Date, on connection: isolated Connection) throws {
    try connection.execute(
      """
      update party_card set name = null, address = null, customer_number = null, category = null, tariff = null,
          product = null, area = null, preference = null, note = null, forgotten_at = \(instant)
        where id = \(id)
      """)
    for table in ["contact_point", "party_mark", "party_relation", "withdrawn_point"] {
      try connection.execute("delete from \(identifier: table) where party = \(id)")
    }
  }

  private func withdraw(on connection: isolated Connection) throws {
    try connection.execute(
      """
      insert into withdrawn_point (party, contact, dialled, value)
        select party, contact, dialled, value from contact_point where party = \(id)
        on conflict (party, contact) do update set dialled = excluded.dialled, value = excluded.value
      """)
    for table in ["contact_point", "party_mark", "party_relation"] {
      try connection.execute("delete from \(identifier: table) where party = \(id)")
    }
    try connection.execute("delete from party_card where id = \(id)")
  }
}
