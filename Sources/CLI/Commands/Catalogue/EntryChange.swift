import ArgumentParser
import BackOffice
import Domain
import Foundation

/// What every command that changes a part or an article takes.
struct EntryChange: ParsableArguments, Sendable {
  @Flag(name: .customLong("dry-run"), help: "Show the events that would be appended, and append none.")
  var isRehearsal = false

  @OptionGroup var output: OutputOptions

  /// Does something with a catalogue, and shows the events.
  func perform(_ body: @Sendable (Session, Date) async throws -> EntryOutcome) async throws {
    let workplace = Workplace(output)
    try await workplace.sitting { session in
      let zone = output.zone(office: try await session.definitions().calendar.timeZone)
      let outcome = try await body(session, workplace.now)
      let console = workplace.console
      let listing = try Listing(
        title: Text(zh: "事件", en: "events"), columns: WrittenEvent.columns, options: output, console: console,
        zone: zone)
      for row in WrittenEvent.rows(outcome.appends, outcome.positions) { try listing.append(row) }
      try listing.finish()
      if isRehearsal {
        console.say(Text(zh: "演练：没有写入任何内容。", en: "A rehearsal: nothing was written."))
      } else if outcome.appends.isEmpty {
        console.say(Text(zh: "\(outcome.key)：没有变化", en: "\(outcome.key): nothing to change"))
      }
    }
  }

  /// A number or key named on the command line.
  static func key(_ typed: String) throws -> EntryKey {
    guard let key = EntryKey(typed) else {
      throw ValidationError("'\(typed.prefix(40))' is no key: write 1 to \(EntryKey.longest) characters in one line")
    }
    return key
  }
}

extension ImportTargetInfo {
  /// The column of a list for a field of a part or an article: headed as its import knows it, so that what was written out
  /// is taken in as it is.
  func column(
    _ name: String, key: String? = nil, _ kind: ListColumn.Kind = .text, priority: Int = 0
  ) -> ListColumn {
    let labels = fields.first { $0.name == name }?.labels
    return ListColumn(
      key ?? name, Text(zh: labels?.zh ?? name, en: labels?.en ?? name), kind, priority: priority)
  }
}
