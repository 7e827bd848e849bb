import ArgumentParser
import BackOffice
import Domain
import EventCodec
import Foundation

extension OrderCommand {
  struct FilledForm: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "form", abstract: "Show what is filled in: the form of an order, and what its actions asked.",
      discussion: """
        Example:
          hotline order form 10000012
        """)
    @Argument(help: "The order's number.", transform: OrderNumber.init(parsing:)) var no: OrderNumber
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let loaded = try await session.load(no)
        let listing = try Listing(
          title: Text(zh: "填写项", en: "fields"),
          columns: [
            ListColumn("field", Text(zh: "字段", en: "field"), .code), ListColumn("label", Text(zh: "名称", en: "name")),
            ListColumn("value", Text(zh: "值", en: "value")), ListColumn("words", Text(zh: "含义", en: "meaning")),
            ListColumn("at", Text(zh: "填写于", en: "filled in"), .instant), ListColumn("by", Text(zh: "填写人", en: "by")),
          ], options: output, console: workplace.console,
          zone: output.zone(office: loaded.definitions.calendar.timeZone))
        let language = workplace.console.language
        let known = loaded.process.form.fields + loaded.process.actions.flatMap(\.asks.fields)
        for answer in try FilledIn(loaded, session.codec).answers {
          let field = known.first { $0.name.rawValue == answer.name }
          try listing.append([
            .code(answer.name), .text(field?.labels(language)), .text(answer.value),
            .text(field?.words(for: answer.value, language) ?? answer.value), .instant(answer.at), .text(answer.by),
          ])
        }
        try listing.finish()
      }
    }
  }
}

/// What was filled in on an order, as it reads now, in the order in which it first was.
private struct FilledIn {
  struct Answer {
    let name: String
    var value: String
    var at: Date
    var by: String
  }

  private(set) var answers: [Answer] = []

  init(_ loaded: LoadedOrder, _ codec: EventCodec) throws {
    for recorded in loaded.events {
      guard case .order(let event) = try codec.decode(recorded) else { continue }
      for (name, value) in Self.values(in: event).sorted(by: { $0.key < $1.key }) {
        set(name, value, recorded.occurredAt, recorded.authorship.actor)
      }
    }
  }

  private mutating func set(_ name: String, _ value: String?, _ at: Date, _ by: String) {
    let index = answers.firstIndex { $0.name == name }
    switch (index, value) {
    case (let index?, let value?): answers[index] = Answer(name: name, value: value, at: at, by: by)
    case (let index?, nil): answers.remove(at: index)
    case (nil, let value?): answers.append(Answer(name: name, value: value, at: at, by: by))
    case (nil, nil): break
    }
  }

  private static func values(in event: OrderEvent) -> [String: String?] {
    switch event {
    case .opened(let opened): joined(opened.form, opened.words?.fields)
    case .moved(let moved): joined(moved.form, moved.words)
    case .edited(let edited):
      Dictionary(
        edited.codes.compactMap { name, change in
          name.hasPrefix("form.") ? (String(name.dropFirst(5)), change.to) : nil
        } + (edited.words ?? [:]).filter { !["title", "address"].contains($0.key) }.map { ($0.key, $0.value.to) }
      ) { first, _ in first }
    case .assigned, .noted, .reminderSet, .ruleFired, .withdrawn, .reinstated, .forgotten, .unassigned, .assistAsked,
      .assistEnded, .linked, .unlinked, .extensionAsked, .dueExtended, .extensionRefused, .lineAdded, .lineVoided,
      .repeatReported, .fileAttached, .fileRemoved, .processChanged, .reserved, .released:
      [:]
    }
  }

  private static func joined(_ codes: [String: String]?, _ words: [String: String]?) -> [String: String?] {
    (codes ?? [:]).merging(words ?? [:]) { code, _ in code }.mapValues { $0 }
  }
}

extension Field {
  /// A stored value for people: the label of a choice, yes or no.
  fileprivate func words(for value: String, _ language: Language) -> String {
    switch (kind, value) {
    case (.choice, _): choice(value)?.labels(language) ?? value
    case (.flag, "true"): Text(zh: "是", en: "yes")(language)
    case (.flag, "false"): Text(zh: "否", en: "no")(language)
    default: value
    }
  }
}
