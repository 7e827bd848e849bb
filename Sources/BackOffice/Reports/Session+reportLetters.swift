import Domain
import FoundationEssentials
import Projections

// What a letter says beside the file that it brings.
extension Session {
  /// What a letter is headed with: `Weekly report · weekly-up-2026-11-02-0800.xlsx`.
  static func subject(_ schedule: ReportSchedule, _ name: String?) -> String {
    let label = schedule.language == "zh" ? schedule.labels.zh : schedule.labels.en
    return [label ?? schedule.key.rawValue, name].compactMap(\.self).joined(separator: " · ")
  }

  /// Which report about what time it is, who sends it, and how to see whether it is what was sent. In the schedule's language.
  func coveringWords(
    _ schedule: ReportSchedule, _ slot: ReportFiles.Slot, _ content: ContentDigest
  ) async throws -> [String] {
    let calendar = try await definitions().calendar
    let (isChinese, zone) = (schedule.language == "zh", calendar.timeZone)
    func line(_ zh: String, _ en: String, _ value: String) -> String {
      isChinese ? "\(zh)：\(value)" : "\(en): \(value)"
    }
    let library = try await reportLibrary()
    let title = library.reports.first { $0.key == schedule.report }?.title
    let label = isChinese ? title?.zh : title?.en
    var lines = [line("报表", "Report", label.map { "\($0) (\(schedule.report))" } ?? schedule.report)]
    if let time = try await time(of: schedule), let span = time.bounds(at: slot.slot, of: schedule.when, in: calendar) {
      // By the schedule as it is now: the file itself says what it was made of.
      lines.append(line("期间", "Period", "\(Self.wall(span.from, zone)) – \(Self.wall(span.to, zone))"))
    } else {
      lines.append(line("时点", "As of", Self.wall(slot.slot, zone)))
    }
    if let unit = schedule.unit { lines.append(line("单位", "Unit", unit)) }
    if let process = schedule.process { lines.append(line("流程", "Process", process)) }
    if let table = schedule.table { lines.append(line("表", "Table", table)) }
    lines.append(line("时区", "Time zone", zone.identifier))
    let office = organisation.title(asOf: slot.slot)
    lines.append(line("发送", "Sent by", office.isEmpty ? actor : "\(office) (\(actor))"))
    lines.append(line("日志位置", "Log position", "\(slot.position ?? 0)"))
    lines.append(line("文件", "File", slot.name ?? schedule.key.rawValue))
    lines.append(line("文件 SHA-256", "SHA-256 of the file", content.rawValue))
    if let checksum = slot.checksum { lines.append(line("单元格校验码", "Checksum of its cells", checksum)) }
    let name = slot.name ?? schedule.key.rawValue
    lines.append("")
    lines.append(isChinese ? "核对文件是否原样：" : "Whether the file is as it was sent:")
    lines.append("  sha256sum \(name)")
    if slot.checksum != nil {
      lines.append(isChinese ? "由办公室按日志重新制作并逐格比较：" : "The office makes it again from its log and compares each cell:")
      lines.append("  hotline report verify \(name)")
    }
    return lines
  }

  /// `2026-11-02 08:00` by a zone's clock.
  static func wall(_ instant: Date, _ zone: TimeZone) -> String {
    let (day, second) = OfficeCalendar(timeZone: zone).wall(of: instant)
    let minutes = Int(second) / 60
    let clock = [minutes / 60, minutes % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    return "\(CivilDay(day: day).iso) \(clock)"
  }
}
