import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Postgres

/// Who sits at the desk, in which office: read from the log when a session opens.
struct Desk: Sendable {
  let organisation: Organisation
  let access: Access
  /// What the roles allow now.
  let roles: [RoleKey: RoleDefinition]
  /// The instant as of which this holds.
  let instant: Date

  /// Seats whoever claims to be there.
  ///
  /// - Throws: ``OfficeError/notAllowed(_:)`` for a stranger, where rights are enforced.
  static func taken(
    by claim: ActorClaim, at instant: Date, store: EventStore, codec: EventCodec, on connection: Connection
  ) async throws -> Desk {
    let organisation = try await connection.run { connection in
      try Self.organisation(upTo: LogReader.head(on: connection), asOf: .distantFuture, codec, on: connection)
    }
    let roles = try await roles(of: organisation, store, codec)
    let functions = try await functions(store, codec)
    func access(_ code: String, _ staff: Staff?) -> Access {
      Access(actor: code, staff: staff, in: organisation, roles: roles, functions: functions, at: instant)
    }
    func desk(_ access: Access) -> Desk {
      Desk(organisation: organisation, access: access, roles: roles, instant: instant)
    }
    do throws(Organisation.Stranger) {
      let (code, staff) = try organisation.actor(claim, at: instant) { seated, unit in
        access(seated.key.rawValue, seated).allows(.actAs, on: unit)
      }
      return desk(access(code, staff))
    } catch {
      let stranger = desk(access(claim.name ?? claim.login, nil))
      throw OfficeError.notAllowed(stranger.denial(.stranger(error), on: nil))
    }
  }

  /// A refusal: who, what, where, and who can help.
  func denial(_ missing: Denial.Missing, on unit: UnitKey?) -> Denial {
    let givers = organisation.everybody.filter { staff in
      Access(
        actor: staff.key.rawValue, staff: staff, in: organisation, roles: roles, functions: access.functions,
        at: instant
      ).allows(.roleEdit, on: unit)
    }.map(\.key)
    return Denial(actor: access.actor, missing: missing, unit: unit, givers: Array(givers.prefix(5)))
  }

  /// The tree and the people as their events up to a position made them.
  ///
  /// - Parameter instant: only what had happened by then.
  static func organisation(
    upTo position: Int64, asOf instant: Date, _ codec: EventCodec, on connection: isolated Connection
  ) throws -> Organisation {
    var organisation = Organisation()
    let units = try LogReader.events(ofCategory: "unit", upTo: position, on: connection)
    let staff = try LogReader.events(ofCategory: "staff", upTo: position, on: connection)
    for recorded in units + staff where recorded.occurredAt <= instant {
      switch try codec.decode(recorded) {
      case .unit(let event): organisation.evolve(event, at: recorded.occurredAt)
      case .staff(let event):
        if let key = recorded.stream.staffKey { organisation.evolve(event, of: key, at: recorded.occurredAt) }
      case .order, .party, .batch, .definition, .numbering, .campaign, .mailing, .reporting, .part, .article: break
      }
    }
    return organisation
  }

  /// What the roles that somebody ever held allow now.
  private static func roles(
    of organisation: Organisation, _ store: EventStore, _ codec: EventCodec
  ) async throws -> [RoleKey: RoleDefinition] {
    var roles = Dictionary(RoleDefinition.shipped.map { ($0.key, $0) }) { first, _ in first }
    for key in Set(organisation.staff.values.flatMap(\.grants).map(\.role)) {
      guard let recorded = try await store.readLast(of: .definition(.role, key.rawValue)),
        case .definition(.published(let published)) = try codec.decode(recorded)
      else { continue }
      roles[key] = try RoleDefinition.compile(published.body, key: key, version: published.version, isStored: true)
    }
    return roles
  }

  private static func functions(_ store: EventStore, _ codec: EventCodec) async throws -> OfficeFunctions {
    guard let recorded = try await store.readLast(of: .definition(.functions, "office")),
      case .definition(.published(let published)) = try codec.decode(recorded)
    else { return OfficeFunctions() }
    return OfficeFunctions(stored: published.body)
  }
}
