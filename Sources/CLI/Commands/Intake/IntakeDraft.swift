import BackOffice
import Domain
import Foundation

/// One thing to ask of whoever takes an order in.
enum IntakeStep: Hashable {
  case process
  case phone
  case name
  /// Of the tree, below an entry or among the topics.
  case category(under: String?)
  case title
  case address
  case text
  case key
  case due
  case form(FieldKey)
  case dispatch
}

/// An order while it is asked for.
struct IntakeDraft {
  /// An answer that does not fit, in words.
  struct Unfit: Error {
    let words: Text
  }

  /// One of the answers that can be given.
  struct Choice {
    let key: String
    let labels: Labels

    func label(_ language: Language) -> String {
      switch language {
      case .zh: labels.zh ?? labels.en ?? key
      case .en: labels.en ?? labels.zh ?? key
      }
    }
  }

  private(set) var order: NewOrder
  private let definitions: Definitions
  private let asksAll: Bool
  /// What was passed over or answered.
  private var done: Set<IntakeStep> = []
  /// How far down the category tree the answers are.
  private var branch: String?

  init(_ said: NewOrder, _ definitions: Definitions, asksAll: Bool) {
    order = said
    self.definitions = definitions
    self.asksAll = asksAll
  }

  private var process: Domain.Process? { definitions.process(ProcessKey(rawValue: order.process)) }
  private var tree: CategoryTree? { process?.categories.flatMap { definitions.categories($0) } }

  /// What to ask next; `nil` when all is said.
  var next: IntakeStep? {
    guard let process else { return .process }
    return steps(of: process).first { isOpen($0) }
  }

  private func steps(of process: Domain.Process) -> [IntakeStep] {
    let passed = Set(done.compactMap { if case .form(let field) = $0 { field } else { nil } })
    let form = process.form.prompts(given: order.form, passed: passed).map { IntakeStep.form($0.name) }
    let dispatch: [IntakeStep] = definitions.regionTables.isEmpty && order.unit == nil ? [] : [.dispatch]
    return [.phone, .name, .category(under: branch), .title, .address, .text, .key, .due] + form + dispatch
  }

  private func isOpen(_ step: IntakeStep) -> Bool {
    guard !done.contains(step) else { return false }
    let isSaid =
      switch step {
      case .process: !order.process.isEmpty
      case .phone: order.phone != nil || order.party != nil || order.mail != nil
      case .name: order.name != nil || order.party != nil || order.phone == nil
      case .category: order.category != nil
      case .title: order.title != nil
      case .address: order.address != nil
      case .text: order.text != nil
      case .key: order.key != nil
      case .due: order.promise != nil
      case .form: false
      case .dispatch: order.isDispatched
      }
    guard !isSaid else { return false }
    switch step {
    // Nobody at a desk thinks of these unless the process wants them.
    case .key, .due: return isNeeded(step)
    default: return asksAll || isNeeded(step)
    }
  }

  /// Whether the order cannot be opened without an answer.
  func isNeeded(_ step: IntakeStep) -> Bool {
    guard let process else { return true }
    return switch step {
    case .process: true
    case .form(let field): process.form.field(field.rawValue)?.isRequired ?? false
    case .phone: process.needs.contains("phone")
    case .name: process.needs.contains("name")
    case .category: process.needs.contains("category")
    case .title: process.needs.contains("title")
    case .address: process.needs.contains("address")
    case .text: process.needs.contains("text")
    case .key: process.needs.contains("key")
    case .due: process.needs.contains("due")
    case .dispatch: false
    }
  }

  /// What it is called.
  func name(of step: IntakeStep) -> Text {
    switch step {
    case .process: Text(zh: "流程", en: "process")
    case .phone: Text(zh: "来电号码", en: "caller's number")
    case .name: Text(zh: "来电人姓名", en: "caller's name")
    case .category(let above): above == nil ? Text(zh: "类别", en: "category") : Text(zh: "细类", en: "of which")
    case .title: Text(zh: "标题", en: "title")
    case .address: Text(zh: "地址", en: "address")
    case .text: Text(zh: "内容", en: "what was said")
    case .key: Text(zh: "外部编号", en: "number in another system")
    case .due: Text(zh: "承诺时间", en: "promised for")
    case .form(let name):
      process?.form.field(name.rawValue).map { field in
        Text(
          zh: field.labels.zh ?? field.labels.en ?? name.rawValue,
          en: field.labels.en ?? field.labels.zh ?? name.rawValue)
      } ?? Text(name.rawValue)
    case .dispatch: Text(zh: "立即派出？（是/否）", en: "let it go out now? (yes/no)")
    }
  }

  /// The answers to choose from; none where any words will do.
  func choices(for step: IntakeStep) -> [Choice] {
    switch step {
    case .process: definitions.all.map { Choice(key: $0.key.rawValue, labels: $0.labels) }
    case .category(let above): (tree?.choices(under: above) ?? []).map { Choice(key: $0.key, labels: $0.labels) }
    case .form(let name):
      (process?.form.field(name.rawValue)?.choices ?? []).map { Choice(key: $0.key.rawValue, labels: $0.labels) }
    case .phone, .name, .title, .address, .text, .key, .due, .dispatch: []
    }
  }

  /// Takes an answer in.
  mutating func take(_ line: String, for step: IntakeStep, _ language: Language) throws(Unfit) {
    guard !line.isEmpty else {
      if isNeeded(step) { throw Unfit(words: Text(zh: "这一项必填", en: "this is needed")) }
      done.insert(step)
      return
    }
    let choices = choices(for: step)
    let answer = choices.isEmpty ? line : try Self.chosen(line, choices)
    switch step {
    case .process: order.process = answer
    case .phone: order.phone = try Self.phone(answer)
    case .name: order.name = answer
    case .category: take(category: answer)
    case .title: order.title = answer
    case .address: order.address = answer
    case .text: order.text = answer
    case .key: order.key = answer
    case .due:
      guard let instant = InstantArgument(argument: answer) else {
        throw Unfit(
          words: UnreadableValue.reason(day: answer)
            ?? Text(zh: "请写成 2026-12-01 或 2026-12-01T09:00", en: "write it like 2026-12-01 or 2026-12-01T09:00"))
      }
      order.promise = instant.dueDate(in: definitions.calendar.timeZone, now: Date())
    case .form(let name): try take(answer, of: name)
    case .dispatch: order.isDispatched = ["y", "yes", "是", "1"].contains(answer.lowercased())
    }
    done.insert(step)
  }

  private mutating func take(category: String) {
    branch = category
    // The end of a branch is what the order is about; above it the next question goes on.
    if tree?.choices(under: category).isEmpty ?? true { order.category = category }
  }

  private mutating func take(_ answer: String, of name: FieldKey) throws(Unfit) {
    guard let field = process?.form.field(name.rawValue) else { return }
    do throws(Form.Problem) {
      order.form[name.rawValue] = try field.read(answer)
    } catch {
      throw Unfit(words: Explanation.problem(.form(error)))
    }
  }

  private static func phone(_ typed: String) throws(Unfit) -> String {
    do throws(OfficeError) {
      _ = try Session.contact(.phone, typed, label: nil)
      return typed
    } catch {
      throw Unfit(words: (Explanation.of(error) as? Failure)?.message ?? Text(zh: "不是号码", en: "that is no number"))
    }
  }

  /// By its place, its code, its name, or the only beginning of one.
  private static func chosen(_ line: String, _ choices: [Choice]) throws(Unfit) -> String {
    if let place = Int(line), choices.indices.contains(place - 1) { return choices[place - 1].key }
    let typed = line.lowercased()
    func names(_ choice: Choice) -> [String] {
      [choice.key, choice.labels.zh, choice.labels.en].compactMap { $0?.lowercased() }
    }
    if let exact = choices.first(where: { names($0).contains(typed) }) { return exact.key }
    let near = choices.filter { names($0).contains { $0.hasPrefix(typed) } }
    guard near.count == 1, let only = near.first else {
      throw Unfit(
        words: Text(
          zh: "请输入 1–\(choices.count)，或上面的代码、名称",
          en: "write a number from 1 to \(choices.count), or a code or name above"))
    }
    return only.key
  }
}
