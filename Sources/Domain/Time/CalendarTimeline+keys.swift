extension CalendarTimeline {
  /// The calendars that there are now, the shipped ones among them.
  public var keys: Set<CalendarKey> { Set(eras.last?.calendars.keys.map { $0 } ?? []) }
}
