import Domain
import EventCodec
import EventStore
import Projections

extension Session {
  /// Which orders the actor sees, and of which secret ones the words.
  public func sight() async throws -> OrderSight {
    guard access.isEnforced else { return .everything }
    return sight(try await definitions())
  }

  /// The same for who has read what is configured.
  public func sight(_ definitions: Definitions) -> OrderSight {
    guard access.isEnforced else { return .everything }
    let readers = definitions.everyVersion.compactMap { process in process.readers.map { (process.key, $0) } }
    return access.sight(readers: Dictionary(readers) { Array(Set($0 + $1)) })
  }

  /// Refuses whoever may not read the words of a secret order: where nothing is left to show without them.
  public func requireWords(of loaded: LoadedOrder) throws(OfficeError) {
    guard loaded.isMasked else { return }
    throw .notAllowed(desk.denial(.right(.orderReadSecret), on: OrderPlace(loaded.order).responsible))
  }

  /// The same of an order on the desk: what is linked to it, split off it or changed on it says what it is about.
  func requireWords(of order: Order, _ definitions: Definitions) throws(OfficeError) {
    guard order.isSecret, !sight(definitions).readsSecret(order.process, OrderPlace(order)) else { return }
    throw .notAllowed(desk.denial(.right(.orderReadSecret), on: OrderPlace(order).responsible))
  }

  /// The order as the actor may see it: a secret one without its words and without whom it is for, where they may not
  /// read them.
  func seen(_ loaded: LoadedOrder, _ definitions: Definitions) -> LoadedOrder {
    guard loaded.order.isSecret, !sight(definitions).readsSecret(loaded.order.process, OrderPlace(loaded.order)) else {
      return loaded
    }
    return LoadedOrder(
      order: loaded.order.masked, process: loaded.process, events: loaded.events.map(\.withoutPersonalPart),
      definitions: loaded.definitions, isMasked: true)
  }
}

// Lists of other things than orders, in which orders stand.
extension Session {
  /// Which of some orders the actor sees, and reads where they are secret.
  public func visible(_ numbers: [OrderNumber]) async throws -> Set<OrderNumber> {
    let sight = try await sight()
    guard sight != .everything, !numbers.isEmpty else { return Set(numbers) }
    try await catchUp([OrderBoard()])
    return try await connection.run { try OrderBoard.seen(numbers, by: sight, on: $0) }
  }

  /// The events that the actor may read: of orders they see, of people in the book and of staff with the right to, and what
  /// is everybody's.
  public func visible(_ events: [RecordedEvent]) async throws -> [RecordedEvent] {
    guard access.isEnforced else { return events }
    let orders = try await visible(Array(Set(events.compactMap(\.stream.orderNumber))))
    let staff = access.scope(of: .staffRead)
    return events.filter { event in
      if let no = event.stream.orderNumber { return orders.contains(no) }
      if let key = event.stream.staffKey { return staff.contains(organisation.staff[key]?.unit) }
      if event.stream.partyID != nil { return access.allowsSomewhere(.partyRead) }
      if event.stream.batchID != nil { return sees(batchBy: event.authorship.actor) }
      return true
    }
  }

  /// Whether the actor sees what an import did: their own, and those of the people over whose unit they may import.
  public func sees(batchBy actor: String) -> Bool {
    guard access.isEnforced, actor != self.actor else { return true }
    return access.scope(of: .importRun).contains(StaffKey(actor).flatMap { organisation.staff[$0]?.unit })
  }
}
