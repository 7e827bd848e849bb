import FoundationEssentials
import Yams

extension ReportSchedule {
  /// Reads a schedule.
  ///
  /// - Throws: every problem, with its line.
  public init(yaml: String) throws(ProcessError) {
    let source: YAMLSource
    do {
      source = try YAMLSource(yaml)
    } catch {
      throw ProcessError(
        source: "schedule.yaml",
        problems: [
          .init(line: error.line, column: error.column, path: "", reason: error.reason, suggestion: error.suggestion)
        ])
    }
    var reader = YAMLReader(source)
    let schedule = reader.schedule(source.root)
    guard let schedule, reader.problems.isEmpty else {
      throw ProcessError(
        source: "schedule.yaml", problems: reader.problems.sorted { ($0.line, $0.column) < ($1.line, $1.column) })
    }
    self = schedule
  }

  /// As it is published; reading it gives the same schedule.
  public var yaml: String {
    var lines = ["schedule: \(key)"]
    let names = [("zh", labels.zh), ("en", labels.en)].compactMap { key, text in
      text.map { "\(key): \(Self.quoted($0))" }
    }
    if !names.isEmpty { lines.append("labels: {\(names.joined(separator: ", "))}") }
    lines.append("when: \(Self.quoted(when.text))")
    lines.append("report: \(Self.quoted(report))")
    if let time { lines.append("time: \(time.text)") }
    for (name, value) in [("process", process), ("unit", unit), ("table", table)] {
      if let value { lines.append("\(name): \(Self.quoted(value))") }
    }
    lines.append("language: \(language)")
    lines.append("format: \(format.rawValue)")
    lines.append("to: \(Self.quoted(destination.text))")
    if let from { lines.append("from: \(Self.quoted(from.formatted(.iso8601)))") }
    if catchUp != Self.defaultCatchUp { lines.append("catch-up: \(catchUp)") }
    if isPaused { lines.append("paused: true") }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A double-quoted scalar (YAML 1.2, 7.3.1), so that `*` and `12` stay words.
  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}

extension YAMLReader {
  fileprivate mutating func schedule(_ root: Place) -> ReportSchedule? {
    let known = [
      "schedule", "labels", "when", "report", "time", "process", "unit", "table", "language", "format", "to", "from",
      "catch-up", "paused",
    ]
    guard let fields = fields(of: root, known: known),
      let name = required("schedule", of: fields, in: root, example: "weekly-up"),
      let key: ScheduleKey = self.name(name)
    else { return nil }
    let rule = required("when", of: fields, in: root, example: "first working day of the month 08:00")
      .flatMap { readRule($0) }
    let report = required("report", of: fields, in: root, example: "monthly").flatMap { scalar($0)?.string }
    let destination = required("to", of: fields, in: root, example: "folder /srv/reports").flatMap {
      readDestination($0)
    }
    guard let rule, let report, let destination else { return nil }
    var schedule = ReportSchedule(key: key, when: rule, report: report, to: destination)
    schedule.labels = labels(fields)
    if let place = fields["time"], let text = scalar(place)?.string {
      schedule.time = RelativeTime(text)
      if schedule.time == nil {
        self.report(
          mark(of: place), place.path, "`\(text)` is no time that moves with the slot",
          Spelling.advice(for: text, in: RelativeTime.known))
      }
    }
    schedule.process = fields["process"].flatMap { scalar($0)?.string }
    schedule.unit = fields["unit"].flatMap { scalar($0)?.string }
    schedule.table = fields["table"].flatMap { scalar($0)?.string }
    if let place = fields["language"], let word = word(place, in: ["zh", "en"]) { schedule.language = word }
    if let place = fields["format"], let word = word(place, in: ReportSchedule.Format.allCases.map(\.rawValue)) {
      schedule.format = ReportSchedule.Format(rawValue: word) ?? .xlsx
    }
    if let place = fields["from"], let text = scalar(place)?.string {
      schedule.from = try? Date(text, strategy: .iso8601)
      if schedule.from == nil {
        self.report(mark(of: place), place.path, "`\(text)` is no instant", "write one like 2026-11-01T08:00:00Z")
      }
    }
    if let place = fields["catch-up"], let count = integer(place, in: 0...10_000) { schedule.catchUp = count }
    if let place = fields["paused"], let flag = truth(place) { schedule.isPaused = flag }
    return schedule
  }

  private mutating func readRule(_ place: Place) -> SlotRule? {
    guard let text = scalar(place)?.string else { return nil }
    do throws(SlotRule.Problem) {
      return try SlotRule(text)
    } catch {
      report(mark(of: place), place.path, error.reason, error.suggestion)
      return nil
    }
  }

  private mutating func readDestination(_ place: Place) -> ReportSchedule.Destination? {
    guard let text = scalar(place)?.string else { return nil }
    if let destination = ReportSchedule.Destination(text) { return destination }
    report(
      mark(of: place), place.path, "`\(text)` is nowhere that a report can go",
      "write `folder /srv/reports`, `webhook https://…` or `mail name@example.org`")
    return nil
  }

  private mutating func word(_ place: Place, in known: [String]) -> String? {
    guard let word = scalar(place)?.string else { return nil }
    if known.contains(word) { return word }
    report(mark(of: place), place.path, "`\(word)` is not known here", Spelling.advice(for: word, in: known))
    return nil
  }
}
