import EventStore
import Postgres

/// Events that a read model goes on without: one that it could not take in, and later ones of the same stream.
struct Parking: Sendable {
  /// So many say that the program or its tables do not fit the log: the read model then stops after all.
  static let limit: Int64 = 100

  /// The events of the stretch that are not parked.
  let others: [RecordedEvent]
  private let parked: [(event: RecordedEvent, error: String)]
  private let projection: any Projection
  private let place: Place

  init(_ parked: [(event: RecordedEvent, error: String)], of projection: any Projection, at place: Place) {
    self.parked = parked
    self.projection = projection
    self.place = place
    others = []
  }

  /// Finds the events of a stretch that have to wait for an earlier one of their stream.
  init(
    behind stretch: [RecordedEvent], of projection: any Projection, at place: Place,
    on connection: isolated Connection
  ) throws {
    let streams = Array(Set(stretch.map(\.stream.rawValue)))
    let rows = try connection.query(
      """
      select stream, min(position) from \(place.table("parked"))
        where projection = \(projection.name) and stream = any(\(streams)) group by stream
      """)
    let earlier = try rows.reduce(into: [String: Int64]()) { earlier, row in
      let (stream, position) = try row.decode(String.self, Int64.self)
      earlier[stream] = position
    }
    var (others, parked): ([RecordedEvent], [(RecordedEvent, String)]) = ([], [])
    for event in stretch {
      if let position = earlier[event.stream.rawValue], !Erasures.isErasure(event) {
        parked.append((event, "waits for event \(position) of the same stream"))
      } else {
        others.append(event)
      }
    }
    self.others = others
    self.parked = parked
    self.projection = projection
    self.place = place
  }

  func write(on connection: isolated Connection) throws {
    guard !parked.isEmpty else { return }
    try connection.execute(
      """
      insert into \(place.table("parked")) (projection, position, version, stream, type, error)
        select \(projection.name), u.position, \(Int32(projection.version)), u.stream, u.type, u.error
        from unnest(\(parked.map(\.event.position))::bigint[], \(parked.map(\.event.stream.rawValue))::text[],
          \(parked.map { "\($0.event.type)" })::text[], \(parked.map(\.error))::text[])
          as u (position, stream, type, error)
      """)
  }

  static func count(
    of projection: any Projection, at place: Place, on connection: isolated Connection
  ) throws -> Int64 {
    try connection.query("select count(*) from \(place.table("parked")) where projection = \(projection.name)").only()
      .decode(Int64.self)
  }
}
