import BackOffice
import Domain
import Foundation

/// A dossier as people read it: sections of blocks of labelled lines, the same on paper and on a terminal.
struct DossierPage {
  /// One order, one event, one thing.
  struct Block {
    let heading: String?
    var lines: [(label: String, value: String)]
  }

  struct Section {
    let heading: String
    let blocks: [Block]
  }

  let title: String
  /// What to know before reading.
  let notes: [String]
  let sections: [Section]
  let language: Language

  private let zone: TimeZone

  init(_ dossier: Dossier, _ language: Language, _ zone: TimeZone, _ now: Date) {
    self.language = language
    self.zone = zone
    var clock = WallClock(zone: zone)
    let made = clock.text(now, .minute)
    title = Text(
      zh: "关于 \(dossier.subject.stream) 的全部记录", en: "Everything held about \(dossier.subject.stream)")(language)
    notes = [
      Text(
        zh: "生成于 \(made)（\(zone.identifier)），截至日志位置 \(dossier.position)，由 hotline \(Version.current) 导出。",
        en: "Made \(made) (\(zone.identifier)) as of log position \(dossier.position), by hotline \(Version.current).")(
          language),
      Text(
        zh: "不含已移交的备份、导出的文件与已发送的提醒。",
        en: "Backups, files that were exported and reminders that were sent lie outside of it.")(language),
    ]
    let builder = Builder(language: language, zone: zone)
    sections = [
      builder.person(dossier), builder.sources(dossier), builder.forgettings(dossier), builder.orders(dossier),
      builder.events(dossier),
    ].compactMap(\.self)
  }
}

/// Makes the sections.
private struct Builder {
  let language: Language
  let zone: TimeZone

  private func time(_ date: Date) -> String {
    var clock = WallClock(zone: zone)
    return clock.text(date, .minute)
  }
  private func deadline(_ date: Date) -> String {
    var clock = WallClock(zone: zone)
    return clock.text(date, .deadline)
  }

  private func word(_ zh: String, _ en: String) -> String { Text(zh: zh, en: en)(language) }

  func person(_ dossier: Dossier) -> DossierPage.Section? {
    guard case .party = dossier.subject else { return nil }
    guard let party = dossier.party, PartyWords.hasAnything(party) else {
      let line = (label: word("姓名与电话", "name and numbers"), value: word("未保存", "none are held"))
      return .init(heading: word("人员", "The person"), blocks: [.init(heading: nil, lines: [line])])
    }
    var lines: [(label: String, value: String)] = []
    for field in PartyField.allCases {
      if let value = party.values[field] { lines.append((PartyWords.name(field)(language), value)) }
    }
    for point in party.contacts {
      lines.append((PartyWords.name(point.kind)(language), point.dialled + (point.label.map { " (\($0))" } ?? "")))
    }
    for mark in party.marks {
      lines.append((word("标记", "mark"), PartyWords.line(mark, time)(language)))
    }
    for relation in party.relations {
      lines.append((word("关系", "relation"), "\(relation.relation): \(relation.other)"))
    }
    return .init(heading: word("人员", "The person"), blocks: [.init(heading: nil, lines: lines)])
  }

  func sources(_ dossier: Dossier) -> DossierPage.Section? {
    guard !dossier.sources.isEmpty else { return nil }
    let lines = dossier.sources.map { source in
      (
        label: source.file,
        value: "\(time(source.at)), \(source.actor), \(word("导入", "import")) \(shortID(source.batch))"
      )
    }
    return .init(heading: word("来源", "Where it came from"), blocks: [.init(heading: nil, lines: lines)])
  }

  func forgettings(_ dossier: Dossier) -> DossierPage.Section? {
    guard !dossier.forgettings.isEmpty else { return nil }
    let lines = dossier.forgettings.map { past in
      (
        label: time(past.at),
        value: [past.forgotten.reason.rawValue, past.forgotten.reference?.rawValue, past.actor].compactMap(\.self)
          .joined(separator: ", ")
      )
    }
    return .init(
      heading: word("遗忘记录（以下内容为此后所知）", "Forgotten (what follows was learned later, or is no longer personal)"),
      blocks: [.init(heading: nil, lines: lines)])
  }

  func orders(_ dossier: Dossier) -> DossierPage.Section? {
    guard !dossier.orders.isEmpty else { return nil }
    let blocks = dossier.orders.map { line -> DossierPage.Block in
      let order = line.order
      var lines: [(label: String, value: String)] = []
      func add(_ zh: String, _ en: String, _ value: String?) {
        if let value { lines.append((word(zh, en), value)) }
      }
      add("流程", "process", order.process.rawValue)
      add("状态", "state", order.isWithdrawn ? word("已收回", "withdrawn") : order.state.rawValue)
      add("登记", "opened", time(order.openedAt))
      add("期限", "due", order.due.map(deadline))
      add("办结", "finished", order.finishedAt.map(time))
      add("单位", "unit", order.main?.rawValue)
      add("渠道", "channel", order.channel)
      add("类别", "category", order.category)
      add("活动", "campaign", order.campaign)
      add("编号", "key", order.key)
      add("标题", "title", line.opened.words?.title)
      add("地址", "address", line.opened.words?.address)
      for (key, value) in (line.opened.words?.fields ?? [:]).sorted(by: { $0.key < $1.key }) {
        lines.append((EventWords.field(key)(language), value))
      }
      return .init(heading: word("工单 \(order.no)", "Order \(order.no)"), lines: lines)
    }
    return .init(heading: word("工单", "Orders"), blocks: blocks)
  }

  func events(_ dossier: Dossier) -> DossierPage.Section? {
    let blocks = dossier.entries.map { entry -> DossierPage.Block in
      let recorded = entry.recorded
      var lines = [
        (label: word("流", "stream"), value: "\(recorded.stream) · \(recorded.type) · #\(recorded.position)"),
        (
          label: word("记录", "recorded"),
          value: "\(time(recorded.recordedAt)), \(recorded.authorship.actor)"
            + (recorded.authorship.batch.map { word(", 导入 ", ", import ") + shortID($0) } ?? "")
        ),
      ]
      lines += JSONFields(recorded.data, zone).lines(language).filter { !$0.label.isEmpty }
      if let personal = entry.personal {
        lines += JSONFields(personal, zone).lines(language)
      } else if recorded.isErased {
        lines.append((word("个人信息", "personal part"), word("已删除", "erased")))
      }
      if let delivery = entry.delivery {
        lines.append(
          (word("送达", "handed over"), delivery.deliveredAt.map(time) ?? word("等待中", "waiting")))
      }
      return .init(heading: "\(time(recorded.occurredAt))  \(EventWords.name(recorded.type)(language))", lines: lines)
    }
    return .init(heading: word("事件", "Events"), blocks: blocks)
  }
}
