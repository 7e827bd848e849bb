import FoundationEssentials

/// Turns the YAML of a campaign into a ``Campaign``, or says everything that is wrong with it.
///
///     campaign: spring
///     labels: {zh: 春季回访, en: Spring check}
///     process: outreach
///     groups: [team-a, team-b]
///     hours: {mon-fri: ["09:00-12:00", "14:00-20:00"], sat: 10:00-16:00}   # where the customer is
///     calendar: cn                          # not on its days off
///     zones: {xj: Asia/Urumqi}              # of areas
///     attempts: {max: 3, pause: 2h}
///     hold: 30m
///     outcomes:
///       miss: {means: unreached, pause: 4h}
///       complete: {means: converted}
///     giveUp: give-up
///     doNotCall: [marketing]                # further services whose block keeps people out
public enum CampaignCompiler {
  /// Compiles a source; pure.
  ///
  /// - Parameters:
  ///   - process: the process of a name, against which outcomes are checked; `nil` for a body that is in the log, which was
  ///     checked then. The body that an import makes holds nothing but a process.
  public static func compile(
    _ yaml: String, key expected: CampaignKey? = nil, version: Int, process: ((ProcessKey) -> Process?)? = nil
  ) throws(ProcessError) -> Campaign {
    let name = "\(expected?.rawValue ?? "campaign").yaml"
    let source = try YAMLSource.parse(yaml, called: name)
    var draft = CampaignDraft(reader: YAMLReader(source), process: process)
    guard let campaign = draft.read(source.root, key: expected, version: version), draft.reader.problems.isEmpty else {
      throw ProcessError(name, draft.reader.problems)
    }
    return campaign
  }
}

/// A campaign while it is read.
private struct CampaignDraft {
  var reader: YAMLReader
  let process: ((ProcessKey) -> Process?)?

  private static let keys = [
    "campaign", "labels", "process", "channel", "groups", "hours", "calendar", "zones", "attempts", "hold", "outcomes",
    "giveUp", "doNotCall",
  ]

  mutating func read(_ place: Place, key expected: CampaignKey?, version: Int) -> Campaign? {
    guard let fields = reader.fields(of: place, known: Self.keys) else { return nil }
    var key = expected
    if let place = fields["campaign"] {
      let named: CampaignKey? = reader.text(place).map { CampaignKey(rawValue: $0) }
      if let named, let expected, named != expected {
        reader.report(
          reader.mark(of: place), place.path, "this is campaign `\(named)`, not `\(expected)`",
          "write `campaign: \(expected)`")
      }
      // The name of an import's campaign is whatever the clerk typed.
      if expected == nil { key = reader.name(place) }
    } else if expected == nil {
      _ = reader.required("campaign", of: fields, in: place, example: "spring")
    }
    let named: ProcessKey? = reader.required("process", of: fields, in: place, example: "outreach")
      .flatMap { reader.name($0) }
    let found = named.flatMap { process?($0) }
    if process != nil, let named, found == nil, let place = fields["process"] {
      reader.report(
        reader.mark(of: place), place.path, "there is no process `\(named)`", "publish it first, or name another one")
    }
    let (max, pause) = fields["attempts"].map { attempts($0) } ?? (nil, 0)
    let calendar: CalendarKey? = fields["calendar"].flatMap { reader.name($0) }
    let hours = fields["hours"].map { CallingHours(week: week($0), calendar: calendar) }
    if hours == nil, let place = fields["calendar"] {
      reader.report(
        place.mark, place.path, "a calendar without hours says nothing", "write `hours: {mon-fri: 09:00-18:00}`")
    }
    let areas = fields["zones"].map { zones($0) } ?? [:]
    let written = fields["outcomes"].map { outcomes($0, found) } ?? []
    let giveUp: ActionKey? = fields["giveUp"].flatMap { action($0, found) }
    let barred: [ProcessKey] = fields["doNotCall"].map { reader.names($0) } ?? []
    let groups = fields["groups"].map { place in
      reader.items(of: place).compactMap { reader.text($0) }.compactMap { UnitKey($0) }
    }
    guard let key, let named else { return nil }
    return Campaign(
      key: key, version: version, labels: reader.labels(fields), process: named,
      channel: fields["channel"].flatMap { reader.text($0) } ?? "phone", groups: groups ?? [], hours: hours,
      zones: areas, attempts: .init(max: max, pause: pause), hold: fields["hold"].flatMap { seconds($0) } ?? 1_800,
      written: written, giveUp: giveUp ?? "give-up", barredServices: barred)
  }

  private mutating func attempts(_ place: Place) -> (max: Int?, pause: Int) {
    guard let fields = reader.fields(of: place, known: ["max", "pause"]) else { return (nil, 0) }
    return (fields["max"].flatMap { reader.integer($0, in: 1...100) }, fields["pause"].flatMap { seconds($0) } ?? 0)
  }

  /// `4h`: by the clock, since people are called outside office hours, too.
  private mutating func seconds(_ place: Place) -> Int? {
    guard let budget = reader.budget(place) else { return nil }
    switch budget {
    case .minutes(let amount): return amount * 60
    case .hours(let amount): return amount * 3_600
    case .days(let amount): return amount * 86_400
    case .workingDays:
      reader.report(
        reader.mark(of: place), place.path, "a campaign counts by the clock, not in working days", "write 15m, 4h or 2d"
      )
      return nil
    }
  }

  private mutating func zones(_ place: Place) -> [String: TimeZone] {
    var zones: [String: TimeZone] = [:]
    for (area, place) in reader.entries(of: place) ?? [] {
      guard let name = reader.text(place) else { continue }
      guard let zone = TimeZone(identifier: name) else {
        reader.report(
          reader.mark(of: place), place.path, "there is no time zone `\(name)`", "write one like Asia/Urumqi")
        continue
      }
      zones[area] = zone
    }
    return zones
  }

  private mutating func outcomes(_ place: Place, _ process: Process?) -> [CampaignOutcome] {
    var outcomes: [CampaignOutcome] = []
    for (word, place) in reader.entries(of: place) ?? [] {
      let key = ActionKey(rawValue: word)
      if let process, process.action(key) == nil {
        reader.report(
          place.mark, place.path, "process `\(process.key)` has no action `\(word)`",
          Spelling.advice(for: word, in: process.actions.map(\.key.rawValue)))
      }
      guard let fields = reader.fields(of: place, known: ["means", "pause", "attempt", "holds"]) else { continue }
      let holds = fields["holds"].flatMap { reader.truth($0) } ?? false
      outcomes.append(
        CampaignOutcome(
          action: key, meaning: fields["means"].flatMap { meaning($0) },
          pause: fields["pause"].flatMap { seconds($0) },
          isAttempt: fields["attempt"].flatMap { reader.truth($0) } ?? !holds, holds: holds))
    }
    return outcomes
  }

  private mutating func meaning(_ place: Place) -> CampaignOutcome.Meaning? {
    guard let word = reader.text(place) else { return nil }
    // Of an invitation people say that it was confirmed.
    if word == "confirmed" { return .converted }
    if let meaning = CampaignOutcome.Meaning(rawValue: word) { return meaning }
    reader.report(
      reader.mark(of: place), place.path, "`\(word)` is no meaning of an outcome",
      "write reached, converted (or confirmed), declined or unreached")
    return nil
  }

  private mutating func action(_ place: Place, _ process: Process?) -> ActionKey? {
    guard let process else { return reader.name(place) }
    return reader.reference(place, to: "action", in: process.actions.map(\.key))
  }

  private mutating func week(_ place: Place) -> [[DaySpan]] {
    var week = Array(repeating: [DaySpan](), count: 7)
    for (word, place) in reader.entries(of: place) ?? [] {
      let ends = word.split(separator: "-", omittingEmptySubsequences: false).map {
        CalendarCompiler.weekdays.firstIndex(of: String($0))
      }
      guard ends.count <= 2, let first = ends.first ?? nil, let last = ends.last ?? nil, first <= last else {
        reader.report(
          place.mark, place.path, "`\(word)` is no weekday and no range of them",
          "write mon, tue, wed, thu, fri, sat, sun or mon-fri")
        continue
      }
      let spans = reader.items(of: place).compactMap { item -> DaySpan? in
        guard let text = reader.scalar(item)?.string else { return nil }
        if let span = DaySpan(text: text) { return span }
        reader.report(
          reader.mark(of: item), item.path, "`\(text)` is no stretch of one day",
          "write from and until like \"09:00-18:00\", at the latest 24:00")
        return nil
      }
      for day in first...last { week[day] = spans.sorted { $0.from < $1.from } }
    }
    return week
  }
}
