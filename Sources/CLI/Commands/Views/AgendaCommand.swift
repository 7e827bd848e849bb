import ArgumentParser
import BackOffice
import Domain
import Foundation
import Projections

/// `hotline agenda`: a personal calendar.
struct AgendaCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "agenda", abstract: "Your calendar: current tasks, reminders to come, plans, and what you finished.",
    discussion: """
      All four come from the orders themselves: giving an order to somebody else moves it to their calendar. --ics writes \
      the calendar for other programs (RFC 5545); taking it in again moves entries and makes no twins.

      Examples:
        hotline agenda
        hotline agenda --of chen --only task,plan
        hotline agenda --from -30d --ics chen.ics
      """)
  @Option(help: "Whose; you where nothing is said.") var of: String?
  @Option(help: "Only these views: task, event, plan, done.") var only: ViewsArgument?
  @Option(parsing: .unconditional, help: "What was finished from this instant on.") var from: InstantArgument?
  @Option(parsing: .unconditional, help: "Reminders that come before this instant.") var to: InstantArgument?
  @Option(
    name: .customLong("ics"), help: ArgumentHelp("Write an iCalendar file; - is standard output.", valueName: "file"),
    completion: .file(extensions: ["ics"]))
  var calendarFile: String?
  @OptionGroup var output: OutputOptions

  func run() async throws {
    let workplace = Workplace(output)
    let console = workplace.console
    try await workplace.sitting { session in
      let definitions = try await session.definitions()
      let zone = output.zone(office: definitions.calendar.timeZone)
      let now = workplace.now
      let person = of ?? session.actor
      try await session.catchUpShowingProgress([OrderBoard(), Timers()], console)
      let items = try await session.agenda(
        of: person, from: from?.date(in: zone, now: now) ?? now.addingTimeInterval(-30 * 86_400),
        until: to?.date(in: zone, now: now) ?? now.addingTimeInterval(30 * 86_400), asOf: now
      ).filter { only?.views.contains($0.view) ?? true }
      let words = BoardWords(
        definitions, output, console.language, keys: [.no, .title, .state, .unit, .dueAt, .overdue])
      if let calendarFile {
        let words = OfficeWords(definitions, isForPeople: true, console.language)
        return try write(items, words, person, to: calendarFile, console, now: now)
      }
      let listing = try Listing(
        title: Text(zh: "日程", en: "entries"),
        columns: [
          ListColumn("view", Text(zh: "类型", en: "what")), ListColumn("at", Text(zh: "时间", en: "when"), .instant),
        ] + words.columns.shifted(by: 2) + [ListColumn("rule", Text(zh: "提醒", en: "reminder"), priority: 2)],
        options: output, console: console, zone: zone)
      let called = definitions.words(output, console.language)
      let order = AgendaItem.View.allCases
      for view in order {
        for item in items where item.view == view {
          try listing.append(
            [.text(output.isForPeople ? view.words(console.language) : view.rawValue), .instant(item.at)]
              + words.row(item.row) + [.text(item.timer.map { called.rule($0) })])
        }
      }
      try listing.finish()
    }
  }

  private func write(
    _ items: [AgendaItem], _ words: OfficeWords, _ person: String, to file: String, _ console: Console, now: Date
  ) throws {
    var calendar = ICalendar(name: "Hotline \(person)", now: now)
    for item in items {
      // A task without a due time has no place on a calendar.
      guard let at = item.at else { continue }
      let title = [item.row.no.description, item.row.title ?? item.row.category ?? ""].joined(separator: " ")
      calendar.events.append(
        ICalendar.Event(
          uid: "\(item.id)@hotline",
          start: at, summary: "\(item.view.words(console.language)): \(title)",
          description: [
            item.row.unit, words.state(item.row.state, of: item.row.process, version: item.row.processVersion),
            item.timer.map { words.rule($0) },
          ].compactMap(\.self).joined(separator: ", "),
          categories: [item.view.rawValue, item.row.process.rawValue], isDone: item.view == .done))
    }
    let sink = try ResultSink(path: file == "-" ? nil : file)
    sink.buffer.append(contentsOf: calendar.text.utf8)
    try sink.finish()
    if file != "-" {
      console.say(Text(zh: "\(file)：\(calendar.events.count) 项", en: "\(file): \(calendar.events.count) entries"))
    }
  }
}

/// Views of a calendar, as written behind `--only`.
struct ViewsArgument: ExpressibleByArgument, Sendable {
  let views: Set<AgendaItem.View>

  init?(argument: String) {
    let names = argument.split(separator: ",").map { $0.filter { !$0.isWhitespace } }
    let views = names.compactMap { AgendaItem.View(rawValue: $0) }
    guard !views.isEmpty, views.count == names.count else { return nil }
    self.views = Set(views)
  }
}

extension AgendaItem.View {
  /// What people call it.
  func words(_ language: Language) -> String {
    let text =
      switch self {
      case .task: Text(zh: "任务", en: "task")
      case .event: Text(zh: "提醒", en: "reminder")
      case .plan: Text(zh: "计划", en: "plan")
      case .done: Text(zh: "已办", en: "done")
      }
    return text(language)
  }
}
