import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Postgres

extension Session {
  /// Publishes the office and the shipped processes in an empty log. Two processes that do so at once do it once.
  static func setUpOffice(
    zone: TimeZone, at instant: Date, _ codec: EventCodec, append: (Recording) async throws -> Void
  ) async throws {
    // Always the same command, so always the same ids.
    var recording = Recording(EventID.ofContent(["office", "1"]), by: "hotline", codec: codec)
    let office = DefinitionPublished(kind: .office, key: "office", version: 1, body: Office(timeZone: zone).yaml)
    let processes = ShippedProcesses.all.map {
      DefinitionPublished(kind: .process, key: $0.key.rawValue, version: 1, body: $0.yaml)
    }
    for definition in [office] + processes {
      try recording.add(
        [(.definition(.published(definition)), at: instant)], to: .definition(definition.kind, definition.key),
        expected: .none)
    }
    do {
      try await append(recording)
    } catch EventStoreError.conflict, EventStoreError.idTaken {
      // Another process was first, perhaps with another zone: its office is the office.
    }
  }
}
