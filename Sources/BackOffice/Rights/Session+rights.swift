import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Postgres

extension Session {
  /// Whether anything was ever recorded there. Makes and changes nothing.
  public static func hasLog(_ address: Address) async throws -> Bool {
    try await looking(at: address) { connection in
      try await connection.run { connection in try LogReader.head(on: connection) > 0 }
    } ?? false
  }

  /// Whether rights are enforced there; `false` where there is no log. Makes and changes nothing.
  public static func isGoverned(_ address: Address, at instant: Date) async throws -> Bool {
    try await looking(at: address) { connection in
      try await connection.run { connection in
        try Desk.organisation(
          upTo: LogReader.head(on: connection), asOf: .distantFuture, EventCodec(), on: connection
        ).isGoverned(at: instant)
      }
    } ?? false
  }

  private static func looking<R: Sendable>(
    at address: Address, _ body: (Connection) async throws -> R
  ) async throws -> R? {
    let connection = try await Connection.open(address)
    do {
      var result: R?
      if try await connection.run({ try LogSchema.exists(on: $0) }) {
        try await LogSchema.takeWorkingRole(connection)
        result = try await body(connection)
      }
      await connection.close()
      return result
    } catch {
      await connection.close()
      throw error
    }
  }
}

// The one place where a use case asks whether the actor may.
extension Session {
  /// Refuses whoever lacks a right over a unit; `nil` is the top.
  ///
  /// - Throws: ``OfficeError/notAllowed(_:)``.
  public func require(_ right: Right, on unit: UnitKey? = nil) throws(OfficeError) {
    guard access.allows(right, on: unit) else { throw denial(.right(right), on: unit) }
  }

  /// Refuses whoever lacks a right everywhere: for lists, which then show what the right reaches.
  public func requireSomewhere(_ right: Right) throws(OfficeError) {
    guard access.allowsSomewhere(right) else { throw denial(.right(right), on: access.unit) }
  }

  /// Refuses whoever has a right over none of the units that an order concerns: for what each of them may do.
  public func require(_ right: Right, onAnyOf order: OrderPlace) throws(OfficeError) {
    let scope = access.scope(of: right)
    guard scope == .all || scope.containsAny(of: order.all) else { throw denial(.right(right), on: order.responsible) }
  }

  /// Refuses whoever may not see an order.
  public func requireSight(of order: Order) throws(OfficeError) {
    try require(.orderRead, onAnyOf: OrderPlace(order))
  }

  /// Refuses whoever holds none of the roles that may do an action, over the order's unit.
  public func requireAction(_ action: ActionKey, by roles: [RoleKey], on order: Order) throws(OfficeError) {
    let place = OrderPlace(order)
    guard access.mayAct(as: roles, on: place) else {
      throw denial(.roles(roles, action: action), on: place.responsible)
    }
  }

  /// Refuses whoever does not work here, where rights are enforced.
  public func requireStaff() throws(OfficeError) {
    guard !access.isEnforced || access.staff != nil else {
      throw denial(.stranger(.unknown(actor, nearest: nil)), on: nil)
    }
  }

  /// Refuses what the office has switched off.
  public func require(_ function: OfficeFunction) throws(OfficeError) {
    guard access.functions.isOn(function) else { throw .switchedOff(function) }
  }

  /// Refuses somebody to whom work shall go and who does not work here, once the office has people.
  public func requireHere(_ code: String) throws(OfficeError) {
    guard !organisation.staff.isEmpty else { return }
    do throws(OrganisationRefusal) {
      let member = try organisation.member(code)
      guard member.isHere(at: desk.instant) else { throw .hasLeft(member.key) }
    } catch {
      throw .organisation(error)
    }
  }

  /// Refuses a unit that does not exist or is closed, once the office has a tree.
  public func requireOpenUnit(_ unit: UnitKey) throws(OfficeError) {
    do throws(OrganisationRefusal) {
      try organisation.requireOpen(unit)
    } catch {
      throw .organisation(error)
    }
  }

  private func denial(_ missing: Denial.Missing, on unit: UnitKey?) -> OfficeError {
    .notAllowed(desk.denial(missing, on: unit))
  }
}
