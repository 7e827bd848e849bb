import ArgumentParser
import BackOffice
import Domain
import Foundation

extension CalendarCommand {
  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Show a year of a calendar, or its YAML.",
      discussion: """
        Days off in brackets, make-up days and days with hours of their own with a plus; other formats list these days.

        Example:
          hotline calendar show cn --year 2026
          hotline calendar show cn --yaml > cn.yaml
        """)
    @Argument(help: "The calendar.") var key: String
    @Option(help: "The year; without it, this one.") var year: Int?
    @Flag(name: .customLong("yaml"), help: "Write out its YAML instead, to be changed and published again.")
    var showsYAML = false
    @OptionGroup var output: OutputOptions

    func validate() throws {
      if let year, !(1970...2200).contains(year) { throw ValidationError("--year \(year) is not from 1970 to 2200") }
    }

    func run() async throws {
      let workplace = Workplace(output)
      let key = CalendarKey(rawValue: key)
      try await workplace.sitting { session in
        let calendar = try await session.calendar(key)
        if showsYAML { return try await write(session, calendar) }
        let year = year ?? CivilDay(day: calendar.office.day(of: workplace.now)).year
        guard output.isTable else { return try list(calendar, year, workplace) }
        let sink = try ResultSink(path: nil)
        let sheet = YearSheet(calendar, year, workplace.console.language, width: workplace.console.width)
        sink.buffer.append(contentsOf: (sheet.lines.joined(separator: "\n") + "\n").utf8)
        try sink.finish()
      }
    }

    private func write(_ session: Session, _ calendar: WorkCalendar) async throws {
      guard let (_, yaml) = try await session.calendarText(calendar.key) else {
        throw Failure(
          .usage,
          Text(
            zh: "日历 \(calendar.key) 未发布，按 \(calendar.layers.map(\.rawValue).joined(separator: " → ")) 计；发布后才有 YAML",
            en:
              "calendar \(calendar.key) is not published and follows from the office's zone; publish one to have its YAML"
          ))
      }
      let sink = try ResultSink(path: nil)
      sink.buffer.append(contentsOf: yaml.utf8)
      try sink.finish()
    }

    private func list(_ calendar: WorkCalendar, _ year: Int, _ workplace: Workplace) throws {
      let listing = try Listing(
        title: Text(zh: "特殊日期", en: "special days"),
        columns: [
          ListColumn("day", Text(zh: "日期", en: "day"), .code),
          ListColumn("rule", Text(zh: "规则", en: "rule")),
          ListColumn("seconds", Text(zh: "秒", en: "seconds"), .integer),
          ListColumn("name", Text(zh: "名称", en: "name")), ListColumn("source", Text(zh: "来源", en: "from")),
        ], options: output, console: workplace.console, zone: calendar.timeZone)
      for (day, rule) in calendar.rules.days.sorted(by: { $0.key < $1.key }) where CivilDay(day: day).year == year {
        let spans = calendar.rules.spans(onDay: day)
        let word =
          switch rule.work {
          case .off: "off"
          case .like(let weekday): "like \(CalendarCompiler.weekdays[weekday])"
          case .spans: spans.map(\.description).joined(separator: " ")
          }
        try listing.append([
          .code(CivilDay(day: day).iso), .text(word), .integer(spans.reduce(0) { $0 + $1.until - $1.from }),
          .text(rule.name), .text(rule.source.rawValue),
        ])
      }
      try listing.finish()
    }
  }
}

/// A year as a wall calendar of text, as many months beside one another as there is room for, three at most.
struct YearSheet {
  private let calendar: WorkCalendar
  private let year: Int
  private let language: Language
  private let width: Int

  /// - Parameter width: columns of the terminal.
  init(_ calendar: WorkCalendar, _ year: Int, _ language: Language, width: Int) {
    self.calendar = calendar
    self.year = year
    self.language = language
    self.width = width
  }

  var lines: [String] {
    let label = (language == .zh ? calendar.labels.zh : calendar.labels.en).map { "  \($0)" } ?? ""
    var lines = [
      "\(calendar.key) \(year)\(label)",
      Text(
        zh: "时区 \(calendar.timeZone.identifier)，层次 \(layers)，已知 \(calendar.rules.known.words(language))",
        en: "zone \(calendar.timeZone.identifier), layers \(layers), known \(calendar.rules.known.words(language))")(
          language), "",
    ]
    let across = [3, 2].first { $0 * 30 - 2 <= width } ?? 1
    for first in stride(from: 1, through: 12, by: across) {
      let months = (first..<(first + across)).map(month)
      for row in 0..<(months.map(\.count).max() ?? 0) {
        let cells = months.map { row < $0.count ? $0[row] : String(repeating: " ", count: 28) }
        lines.append(trimmed(cells.joined(separator: "  ")))
      }
      lines.append("")
    }
    lines.append(
      Text(zh: "[ ] 休　+ 调休上班或另定工时", en: "[ ] off   + a make-up day, or hours of its own")(language))
    return lines + week + names
  }

  private var layers: String { calendar.layers.map(\.rawValue).joined(separator: " → ") }

  private func month(_ month: Int) -> [String] {
    guard let first = CivilDay(year: year, month: month, day: 1)?.number,
      let next = month == 12
        ? CivilDay(year: year + 1, month: 1, day: 1)?.number : CivilDay(year: year, month: month + 1, day: 1)?.number
    else { return [] }
    let title = "\(year)-\(month < 10 ? "0" : "")\(month)"
    let weekdays = Text(zh: "  一  二  三  四  五  六  日", en: "  Mo  Tu  We  Th  Fr  Sa  Su")(language)
    var lines = ["          \(title)           ", weekdays]
    var line = String(repeating: "    ", count: CalendarRules.weekday(of: first))
    for day in first..<next {
      line += cell(day)
      if CalendarRules.weekday(of: day) == 6 {
        lines.append(line)
        line = ""
      }
    }
    if !line.isEmpty { lines.append(line + String(repeating: " ", count: 28 - line.count)) }
    return lines
  }

  /// Four places: ` 12 `, `[12]`, `+12 `.
  private func cell(_ day: Int) -> String {
    let number = CivilDay(day: day).day
    let text = number < 10 ? " \(number)" : "\(number)"
    guard calendar.isWorkingDay(day) else { return "[\(text)]" }
    return calendar.rules.days[day] == nil ? " \(text) " : "+\(text) "
  }

  private var week: [String] {
    zip(CalendarCompiler.weekdays, calendar.rules.week).filter { !$0.1.isEmpty }.map { day, spans in
      "\(day)  \(spans.map(\.description).joined(separator: " "))"
    }
  }

  private var names: [String] {
    let special = calendar.rules.days.filter { CivilDay(day: $0.key).year == year }.sorted { $0.key < $1.key }
    var lines: [(name: String, first: Int, last: Int, isOff: Bool)] = []
    for (day, rule) in special {
      let name = rule.name ?? Text(zh: "（未命名）", en: "(no name)")(language)
      let isOff = !calendar.isWorkingDay(day)
      if let last = lines.last, last.name == name, last.last == day - 1, last.isOff == isOff {
        lines[lines.count - 1].last = day
      } else {
        lines.append((name, day, day, isOff))
      }
    }
    return lines.map { line in
      let dates =
        line.first == line.last
        ? CivilDay(day: line.first).iso : "\(CivilDay(day: line.first).iso) … \(CivilDay(day: line.last).iso)"
      return
        "\(dates)  \((line.isOff ? Text(zh: "休", en: "off") : Text(zh: "上班", en: "worked"))(language))  \(line.name)"
    }
  }

  private func trimmed(_ line: String) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return line
  }
}
