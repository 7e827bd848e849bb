import Domain
import Foundation
import Projections
import Reports

/// What an office calls what its orders hold as codes: its own words for people, the codes as they are for scripts.
struct OfficeWords: Sendable {
  private let definitions: Definitions
  /// `nil` for scripts.
  private let language: Language?

  /// - Parameter isForPeople: whether a person reads it, who gets words.
  init(_ definitions: Definitions, isForPeople: Bool, _ language: Language) {
    self.definitions = definitions
    self.language = isForPeople ? language : nil
  }

  /// - Parameter version: which the order is on; the newest without it.
  func process(_ key: ProcessKey, version: Int? = nil) -> String {
    word(find(key, version)?.labels) ?? key.rawValue
  }

  /// A state of one process, in the words of the version that the order is on.
  func state(_ key: StateKey, of process: ProcessKey, version: Int? = nil) -> String {
    word(find(process, version)?.state(key)?.labels) ?? key.rawValue
  }

  /// A state of one of several processes: what they call it, each word once.
  func state(_ key: String, ofAny processes: [ProcessKey]) -> String {
    guard let language else { return key }
    let asked = processes.compactMap { definitions.process($0) }
    var words: [String] = []
    for word in asked.compactMap({ $0.state(StateKey(rawValue: key))?.labels(language) }) where !words.contains(word) {
      words.append(word)
    }
    return words.isEmpty ? key : words.joined(separator: "/")
  }

  func kind(_ kind: StateKind) -> String { language.map { kind.words($0) } ?? kind.rawValue }

  /// A channel; one of the office's own by its code.
  func channel(_ code: String?) -> String? {
    guard let language else { return code }
    return code.map { Words.channel($0)(language.ofReports) }
  }

  func campaign(_ code: String) -> String {
    word(definitions.campaign(CampaignKey(rawValue: code))?.labels) ?? code
  }

  /// Whose post an action is for.
  func role(_ key: RoleKey) -> String { word(definitions.role(key)?.labels) ?? key.rawValue }

  /// Who is told: a post, or whoever has to do with the order.
  func recipients(_ keys: [RecipientKey]) -> String {
    guard let language else { return keys.map(\.rawValue).joined(separator: ",") }
    let names = keys.map { key in
      switch key {
      case "assignee": Text(zh: "承办人", en: "assignee")(language)
      case "unit.head": Text(zh: "单位负责人", en: "head of the unit")(language)
      default: role(RoleKey(rawValue: key.rawValue))
      }
    }
    return names.joined(separator: Text(zh: "、", en: ", ")(language))
  }

  /// What a run makes of a rule.
  func outcome(_ outcome: RuleFired.Outcome) -> String {
    guard let language else { return outcome.rawValue }
    return switch outcome {
    case .fired: Text(zh: "发送", en: "fires")(language)
    case .skipped: Text(zh: "过期不发", en: "too long past")(language)
    }
  }

  /// What a contact is.
  func contact(_ kind: PartyContacts.Contact.Kind) -> String {
    guard let language else { return kind.rawValue }
    return switch kind {
    case .order: Text(zh: "新工单", en: "order")(language)
    case .callback: Text(zh: "回访", en: "callback")(language)
    case .outreach: Text(zh: "外呼", en: "outreach")(language)
    case .repeat: Text(zh: "再次来电", en: "came again")(language)
    }
  }

  private func find(_ key: ProcessKey, _ version: Int?) -> Domain.Process? {
    version.flatMap { definitions.process(key, version: $0) } ?? definitions.process(key)
  }

  private func word(_ labels: Labels?) -> String? { language.flatMap { labels?($0) } }
}

/// What clocks and the rules on them are called. Processes give them no words of their own: the names of the shipped ones are
/// English words, which a Chinese reader gets told.
extension OfficeWords {
  /// A clock by its word; by its name where the office made it.
  func clock(_ name: ClockName) -> String {
    guard language == .zh else { return name.rawValue }
    return Self.clocks[name] ?? name.rawValue
  }

  /// The rule of a timer by when it fires, `签收到期前`; by its name where its clock has no word.
  func rule(_ timer: OrderTimer) -> String {
    guard language == .zh, let word = Self.clocks[timer.clock] else { return timer.rule.rawValue }
    guard timer.clock != "reminder" else { return word }
    return timer.at == timer.due ? "\(word)到期" : timer.at < timer.due ? "\(word)到期前" : "\(word)到期后"
  }

  private static let clocks: [ClockName: String] = [
    "accept": "签收", "answer": "答复", "call": "拨打", "callback": "回访", "check": "核查", "due": "期限", "handle": "办理",
    "issue": "发料", "later": "回复", "promise": "承诺", "reminder": "自设提醒", "repair": "修复", "reply": "回复",
    "resolve": "办结",
  ]
}

extension Budget {
  /// `3 个工作日`, `3 working days`.
  func words(_ language: Language) -> String {
    let text =
      switch self {
      case .minutes(let count): Text(zh: "\(count) 分钟", en: counted(count, "minute", "minutes"))
      case .hours(let count): Text(zh: "\(count) 小时", en: counted(count, "hour", "hours"))
      case .days(let count): Text(zh: "\(count) 天", en: counted(count, "day", "days"))
      case .workingDays(let count): Text(zh: "\(count) 个工作日", en: counted(count, "working day", "working days"))
      }
    return text(language)
  }
}

extension Definitions {
  /// What codes are called in a list: words for people, in what they asked for.
  func words(_ output: OutputOptions, _ language: Language) -> OfficeWords {
    OfficeWords(self, isForPeople: output.isForPeople, language)
  }
}
