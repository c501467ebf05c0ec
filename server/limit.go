package server

import (
	"math"
	"net/http"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

const (
	// limitBurst is how many seconds' worth of requests may come at once.
	limitBurst = 5
	// limitClients bounds the clients that are told apart.
	limitClients = 10_000
	// limitSweep is how often idle clients are forgotten at most.
	limitSweep = time.Second
)

// limiter holds each client to a rate. Its memory is bounded: when there are
// too many clients, those who come new share one allowance.
type limiter struct {
	perSecond rate.Limit // 0 means no limit
	now       func() time.Time

	mu      sync.Mutex
	clients map[string]*rate.Limiter
	rest    *rate.Limiter
	swept   time.Time
}

func newLimiter(perSecond float64, now func() time.Time) *limiter {
	l := &limiter{perSecond: rate.Limit(perSecond), now: now, clients: map[string]*rate.Limiter{}}
	l.rest = l.fresh()
	return l
}

func (l *limiter) fresh() *rate.Limiter {
	return rate.NewLimiter(l.perSecond, max(1, int(float64(l.perSecond)*limitBurst)))
}

// take uses up one request of a client; the error says when to come again.
func (l *limiter) take(who string) error {
	if l.perSecond == 0 {
		return nil
	}
	now := l.now()
	of := l.of(who, now)
	reserved := of.ReserveN(now, 1)
	delay := reserved.DelayFrom(now)
	if delay == 0 {
		return nil
	}
	reserved.CancelAt(now)
	retry := max(1, int(math.Ceil(delay.Seconds())))
	return &statusError{status: http.StatusTooManyRequests, text: messageText("access.rate", retry), retry: retry}
}

func (l *limiter) of(who string, now time.Time) *rate.Limiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	if known, ok := l.clients[who]; ok {
		return known
	}
	if len(l.clients) >= limitClients && now.Sub(l.swept) >= limitSweep {
		l.swept = now
		for name, c := range l.clients {
			if c.TokensAt(now) >= float64(c.Burst()) {
				delete(l.clients, name)
			}
		}
	}
	if len(l.clients) >= limitClients {
		return l.rest
	}
	fresh := l.fresh()
	l.clients[who] = fresh
	return fresh
}
