import Yams

extension ProcessDraft {
  mutating func readState(_ key: String, _ place: Place) -> State? {
    guard let fields = reader.fields(of: place, known: ["kind", "clock", "maxStay", "labels"]) else {
      return notWhole()
    }
    let kinds = StateKind.allCases.map { Key<StateKind>(rawValue: $0.rawValue) }
    let kind = reader.required("kind", of: fields, in: place, example: "open")
      .flatMap { reader.reference($0, to: "kind", in: kinds) }
      .flatMap { StateKind(rawValue: $0.rawValue) }
    if kind == nil { isWhole = false }
    let clocks = fields["clock"].map { references($0, to: "clock", in: clockNames) } ?? []
    if let kind, kind.isFinal {
      for name in ["clock", "maxStay"] {
        guard let place = fields[name], name == "maxStay" || !clocks.isEmpty else { continue }
        reader.report(place.mark, place.path, "nothing runs out in a state of kind \(kind)", "leave `\(name)` out")
      }
    }
    return State(
      key: StateKey(rawValue: key), kind: kind ?? .open, clocks: kind?.isFinal == true ? [] : clocks,
      maxStay: fields["maxStay"].flatMap { reader.budget($0) }, labels: reader.labels(fields))
  }

  mutating func readClock(_ key: String, _ place: Place) -> Clock? {
    guard let fields = reader.fields(of: place, known: ["target", "warn", "calendar", "from"]) else { return nil }
    let target = reader.required("target", of: fields, in: place, example: "4h").flatMap { reader.target($0) }
    let warn = fields["warn"].flatMap { reader.budget($0) }
    let calendar = fields["calendar"].flatMap { readCalendar($0) }
    let origins = CountsFrom.allCases.map { Key<CountsFrom>(rawValue: $0.rawValue) }
    let from = fields["from"].flatMap { reader.reference($0, to: "beginning", in: origins) }
      .flatMap { CountsFrom(rawValue: $0.rawValue) }
    guard let target else { return nil }
    return Clock(
      name: ClockName(rawValue: key), target: target, warn: warn, calendar: calendar, countsFrom: from ?? .moment)
  }

  private mutating func readCalendar(_ place: Place) -> CalendarKey? {
    guard let known = surroundings.calendars else { return reader.name(place) }
    return reader.reference(place, to: "calendar", in: known.sorted())
  }

  /// What shows only in the whole.
  mutating func check(
    _ process: Process, _ states: [(key: String, place: Place)], _ actions: [(key: String, place: Place)],
    _ clocks: [(key: String, place: Place)]
  ) {
    let graph = ProcessGraph(process)
    for (key, place) in states {
      guard let problem = graph.problem(of: StateKey(rawValue: key)) else { continue }
      reader.report(place.mark, place.path, problem.reason, problem.suggestion)
    }
    for (name, place) in clocks {
      guard let problem = graph.problem(of: ClockName(rawValue: name)) else { continue }
      reader.report(place.mark, place.path, problem.reason, problem.suggestion)
    }
    guard !surroundings.isStored else { return }
    for (key, place) in actions {
      guard let action = process.action(ActionKey(rawValue: key)),
        let problem = graph.problem(of: action)
      else { continue }
      reader.report(place.mark, place.path, problem.reason, problem.suggestion)
    }
  }
}
