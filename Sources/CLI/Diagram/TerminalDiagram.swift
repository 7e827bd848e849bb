import Domain
import Spreadsheets

/// A process as lines of text: a box for every state, in the order in which an order can first come there, and under it what
/// can be done.
///
///     ╭──────────────────────────────────────╮
///     │ 待派单 new      ⏱ accept resolve  open │
///     ╰─┬────────────────────────────────────╯
///       ├─ 派单 dispatch ▼ 已派 sent      dispatcher
///       │    需要 main
///       └─ 取消 cancel ▼ 已取消 cancelled   agent
///
/// An arrow shows whether the state it leads to stands below, above, or is the same.
struct TerminalDiagram {
  private let process: Domain.Process
  private let language: Language
  private let width: Int
  /// As they stand below one another: those that nothing leads out of come last.
  private let order: [State]
  private let endCount: Int

  init(_ process: Domain.Process, _ language: Language, width: Int) {
    self.process = process
    self.language = language
    self.width = max(48, min(width, 100))
    var keys = [process.initial]
    var next = 0
    while next < keys.count {
      for action in process.actions(from: keys[next]) where !keys.contains(action.to) { keys.append(action.to) }
      next += 1
    }
    let states = keys.compactMap(process.state)
    let isEnd = { (state: State) in process.actions(from: state.key).isEmpty }
    order = states.filter { !isEnd($0) } + states.filter(isEnd)
    endCount = states.count(where: isEnd)
  }

  /// No line is wider than the terminal.
  var lines: [String] {
    let title =
      "\(name(process.labels, process.key.rawValue)) · \(Text(zh: "第 \(process.version) 版", en: "version \(process.version)")(language))"
    let boxes = order.dropLast(endCount).flatMap { [""] + box($0) + actions(from: $0) }
    // Where nothing follows, a line does.
    let ends = order.suffix(endCount).map { "  " + kind($0.kind) + "  " + name($0.labels, $0.key.rawValue) }
    return [title] + facts + boxes + (ends.isEmpty ? [] : [""] + ends.flatMap { wrapped($0, indent: "") })
  }

  /// What holds for its orders as a whole.
  private var facts: [String] {
    var facts: [Text] = []
    if !process.form.isEmpty {
      let names = process.form.fields.map { $0.labels(language) ?? $0.name.rawValue }
      facts.append(Text(zh: "表单：\(names.joined(separator: "、"))", en: "form: \(names.joined(separator: ", "))"))
    }
    facts += process.opens.map { spawn in
      Text(zh: "受理时另开 \(words(spawn))", en: "every order opens \(words(spawn))")
    }
    if let readers = process.readers {
      let roles = readers.map(\.rawValue).joined(separator: " ")
      facts.append(Text(zh: "保密，仅 \(roles) 可读", en: "secret: read by \(roles) only"))
    }
    if let series = process.series {
      facts.append(Text(zh: "单据编号 \(series.key(1))", en: "numbered \(series.key(1))"))
    }
    return facts.flatMap { wrapped($0(language), indent: "  ") }
  }

  private func box(_ state: State) -> [String] {
    let inner = width - 4
    let clocks = state.clocks.map { clock -> String in
      switch process.clock(clock)?.target {
      case .budget(let budget): "\(clock) \(budget)"
      case .given, nil: "\(clock)"
      }
    }
    let right = kind(state.kind)
    let left = name(state.labels, state.key.rawValue) + (state.key == process.initial ? " ◂" : "")
    let room = inner - displayWidth(left) - displayWidth(right) - 4
    let middle = clocks.isEmpty ? "" : "⏱ " + clocks.joined(separator: " · ")
    let shown = displayWidth(middle) <= room ? middle : ""
    let gap = inner - displayWidth(left) - displayWidth(shown) - displayWidth(right) - (shown.isEmpty ? 0 : 2)
    let text = left + String(repeating: " ", count: max(1, gap)) + shown + (shown.isEmpty ? "" : "  ") + right
    let line = String(repeating: "─", count: width - 2)
    var box = ["╭\(line)╮", "│ \(fitted(text, inner)) │"]
    if shown.isEmpty, !middle.isEmpty {
      box += wrapped(middle, indent: "", to: inner).map { "│ \(fitted($0, inner)) │" }
    }
    return box + ["╰─┬\(line.dropFirst(2))╯"]
  }

  private func actions(from state: State) -> [String] {
    let actions = process.actions(from: state.key)
    return actions.enumerated().flatMap { index, action -> [String] in
      let isLast = index == actions.count - 1
      let head = "  \(isLast ? "└" : "├")─ "
      let left = "\(name(action.labels, action.key.rawValue)) \(arrow(from: state.key, to: action.to))"
      let target = action.to == state.key ? "" : " " + name(process.state(action.to)?.labels, action.to.rawValue)
      let roles = action.by.map(\.rawValue).joined(separator: " ")
      let text = head + left + target
      let gap = width - displayWidth(text) - displayWidth(roles) - 2
      let stem = isLast ? "       " : "  │    "
      let notes = notes(on: action).flatMap { wrapped($0(language), indent: stem) }
      // Where both do not fit on a line, the roles stand on the next.
      return gap >= 1
        ? [text + String(repeating: " ", count: gap) + roles] + notes
        : wrapped(text, indent: "") + wrapped(roles, indent: stem) + notes
    }
  }

  private func notes(on action: Action) -> [Text] {
    var notes: [Text] = []
    let asked =
      action.needs.map(\.rawValue)
      + action.asks.fields.filter { !action.needs.contains($0.name) }.map { field in
        (field.labels(language) ?? field.name.rawValue) + (field.isRequired ? "" : "?")
      }
    if !asked.isEmpty {
      notes.append(Text(zh: "填写 \(asked.joined(separator: "、"))", en: "asks \(asked.joined(separator: ", "))"))
    }
    if let max = action.max {
      let then = action.then?.rawValue
      notes.append(
        Text(
          zh: "至多 \(max) 次" + (then.map { "，之后 \($0)" } ?? ""),
          en: "at most \(max)" + (then.map { ", then \($0)" } ?? "")))
    }
    if !action.with.isEmpty {
      let relations = action.with.map(\.rawValue).joined(separator: " ")
      notes.append(Text(zh: "须先完成 \(relations)", en: "only after \(relations)"))
    }
    notes += action.spawns.map { Text(zh: "另开 \(words($0))", en: "opens \(words($0))") }
    if let onParent = action.onParent {
      notes.append(Text(zh: "对上级单 \(onParent)", en: "\(onParent) on its parent"))
    }
    return notes
  }

  private func words(_ spawn: Spawn) -> String {
    var words = [spawn.process.rawValue]
    if let after = spawn.after { words.append("+\(after)") }
    if spawn.samplePercent < 100 { words.append("\(spawn.samplePercent)%") }
    return words.joined(separator: " ")
  }

  private func arrow(from: StateKey, to: StateKey) -> String {
    guard from != to else { return "↻" }
    let places = [from, to].map { key in order.firstIndex { $0.key == key } ?? 0 }
    return places[0] < places[1] ? "▼" : "▲"
  }

  private func kind(_ kind: StateKind) -> String {
    switch kind {
    case .open: Text(zh: "○ 未办结", en: "○ open")(language)
    case .done: Text(zh: "◐ 已办", en: "◐ done")(language)
    case .closed: Text(zh: "● 结束", en: "● closed")(language)
    case .cancelled: Text(zh: "⊘ 取消", en: "⊘ cancelled")(language)
    }
  }

  /// Label and key; the key alone where the label says the same.
  private func name(_ labels: Labels?, _ key: String) -> String {
    guard let label = labels?(language), label.lowercased() != key else { return key }
    return language == .zh ? "\(label) \(key)" : "\(key) (\(label))"
  }

  /// Cut or filled to a width.
  private func fitted(_ text: String, _ width: Int) -> String {
    var fitted = text
    while displayWidth(fitted) > width { fitted.removeLast() }
    return fitted + String(repeating: " ", count: width - displayWidth(fitted))
  }

  /// Lines of at most the width, broken between words, or anywhere in Chinese.
  private func wrapped(_ text: String, indent: String, to most: Int? = nil) -> [String] {
    let room = (most ?? width) - displayWidth(indent)
    var lines: [String] = []
    var line = ""
    for character in text {
      guard displayWidth(line) + displayWidth(String(character)) > room else {
        line.append(character)
        continue
      }
      let cut = line.lastIndex(where: { " 、，".contains($0) }).map { line.index(after: $0) } ?? line.endIndex
      lines.append(indent + line[..<cut])
      line = String(line[cut...]) + String(character)
    }
    if !line.isEmpty { lines.append(indent + line) }
    return lines
  }
}
